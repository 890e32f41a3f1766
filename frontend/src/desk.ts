// The staff's face: as the residents', and the keyboard.
import { start } from "./core/start";
import { watchKeys } from "./parts/keys";
import { watchOffline } from "./parts/offline";
import { watchPicks } from "./parts/picks";
import { watchPlans } from "./parts/plans";
import { watchSplit } from "./parts/split";
import { watchWording } from "./parts/wording";

watchKeys();
watchOffline();
watchSplit();
watchPicks();
watchPlans();
watchWording();
start();
if (document.querySelector("[data-field]")) void import("./field/start");
