// What all three faces do: fragments, small states, dialogs, forms, photos, times, maps where they are seen.
import { startAlpine } from "./alpine";
import "./htmx";
import { watchMaps } from "./maps";
import { watchDialogs } from "../parts/dialogs";
import { watchForms } from "../parts/forms";
import { watchMenus } from "../parts/menus";
import { watchPhotos } from "../parts/photos";
import { watchPlaces } from "../parts/places";
import { watchScrolls } from "../parts/scrolls";

export function start(): void {
  document.documentElement.dataset.js = "on";
  watchDialogs();
  watchForms();
  watchMenus();
  watchPhotos();
  watchPlaces();
  watchScrolls();
  watchMaps();
  startAlpine();
}
