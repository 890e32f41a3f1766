// The residents' face.
import { start } from "./core/start";

start();
