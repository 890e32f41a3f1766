// The big screen: as the others, a clock that says when the page last heard from the server, and grids that open.
import { start } from "./core/start";
import { watchClock } from "./parts/clock";
import { watchOpens } from "./parts/opens";

watchClock();
watchOpens();
start();
