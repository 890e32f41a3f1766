// The staff's face: as the residents', and the keyboard.
import { start } from "./core/start";
import { watchKeys } from "./parts/keys";
import { watchOffline } from "./parts/offline";
import { watchPlans } from "./parts/plans";
import { watchSplit } from "./parts/split";

watchKeys();
watchOffline();
watchSplit();
watchPlans();
start();
