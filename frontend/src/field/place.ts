// Where it is: by the phone's position, a building near it, a building of the list, or the map.
import { type Building, nearest } from "./near";
import type { Held } from "./store";
import { say } from "./words";

/** Where the phone is; null where it does not say. */
export function position(): Promise<GeolocationCoordinates | null> {
  return new Promise((done) => {
    if (!navigator.geolocation) return done(null);
    navigator.geolocation.getCurrentPosition(({ coords }) => done(coords), () => done(null), {
      enableHighAccuracy: true, timeout: 8000, maximumAge: 60_000,
    });
  });
}

const field = <T extends HTMLElement>(id: string) => document.getElementById(id) as T | null;

function choose(building: Building): void {
  const list = field<HTMLSelectElement>("report-building");
  if (list) list.value = String(building.id);
  for (const chip of document.querySelectorAll<HTMLElement>("[data-near] .chip")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.building === String(building.id)));
  }
}

function tell(words: string): void {
  const place = document.querySelector("[data-here] span");
  if (place) place.textContent = words;
}

function offer(found: [number, Building][]): void {
  const chips = found.map(([, building]) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    chip.dataset.building = String(building.id);
    chip.textContent = building.name;
    chip.onclick = () => choose(building);
    return chip;
  });
  document.querySelector("[data-near]")?.replaceChildren(...chips);
  const [first] = found;
  if (!first) return;
  choose(first[1]);
  tell(say("near", { name: first[1].name, metres: Math.round(first[0]) }));
}

/** The map comes only when it is opened: it is the heaviest thing on the page. */
function watchMap(source: string): void {
  const box = document.querySelector<HTMLDetailsElement>("[data-map]");
  box?.addEventListener("toggle", () => {
    if (!box.open || box.querySelector("wangge-map")) return;
    void import("../map/element");
    const map = document.createElement("wangge-map");
    Object.assign(map.dataset, { source, pick: "report-lon report-lat" });
    map.className = "map-short mt-2";
    box.append(map);
    box.addEventListener("wangge-map:pick", () => {
      const list = field<HTMLSelectElement>("report-building");
      if (list) list.value = "";
    });
  });
}

/** Sets the list and the map up, then asks the phone where it is. */
export async function findPlace(held: Held | undefined): Promise<void> {
  const list = field<HTMLSelectElement>("report-building");
  for (const { id, name } of held?.buildings ?? []) list?.add(new Option(name, String(id)));
  list?.addEventListener("change", () => {
    const chosen = held?.buildings.find(({ id }) => String(id) === list.value);
    if (chosen) choose(chosen);
  });
  watchMap(held?.map ?? "");
  await ask(held);
}

/** Asks the phone where it is, and chooses the nearest building. */
export async function ask(held: Held | undefined): Promise<void> {
  const here = await position();
  if (!here) return tell(say("nowhere"));
  for (const [id, value] of [["report-lon", here.longitude], ["report-lat", here.latitude]] as const) {
    const input = field<HTMLInputElement>(id);
    if (input) input.value = value.toFixed(6);
  }
  const found = nearest(here.longitude, here.latitude, held?.buildings ?? []);
  if (found.length) offer(found);
  else tell(`${here.latitude.toFixed(5)}, ${here.longitude.toFixed(5)}`);
}
