// The big screen: as the others, and a clock that says when the page last heard from the server.
import { start } from "./core/start";
import { watchClock } from "./parts/clock";

watchClock();
start();
