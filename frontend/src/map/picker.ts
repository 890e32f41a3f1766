// Picking a point: the pin stays in the middle and the map moves under it, by thumb, mouse or arrow keys.
import type { Map } from "maplibre-gl";

const PIN = `<svg class="map-pin" viewBox="0 0 40 48" aria-hidden="true"><path d="M20 47C9 33 4 26 4 18a16 16 0 0 1 32 0c0 8-5 15-16 29Z" fill="currentColor" stroke="#fff" stroke-width="2"/><circle cx="20" cy="18" r="6" fill="#fff"/></svg>`;

function fields(names: string): [HTMLInputElement | null, HTMLInputElement | null] {
  const [lon, lat] = names.split(/[\s,]+/).map((id) => document.getElementById(id) as HTMLInputElement | null);
  return [lon ?? null, lat ?? null];
}

/** Writes the middle of the map into the two fields named in `data-pick` ("lon-id lat-id"). */
export function pickMiddle(element: HTMLElement, map: Map, names: string): void {
  const [lon, lat] = fields(names);
  element.insertAdjacentHTML("beforeend", PIN);
  if (lon?.value && lat?.value) map.jumpTo({ center: [Number(lon.value), Number(lat.value)], zoom: 17 });
  map.on("movestart", () => element.classList.add("is-moving"));
  map.on("click", (event) => map.easeTo({ center: event.lngLat, duration: 160 }));
  map.on("moveend", () => {
    element.classList.remove("is-moving");
    const { lng, lat: y } = map.getCenter().wrap();
    const point = { lon: Number(lng.toFixed(6)), lat: Number(y.toFixed(6)) };
    if (lon) lon.value = String(point.lon);
    if (lat) lat.value = String(point.lat);
    lat?.dispatchEvent(new Event("change", { bubbles: true }));
    element.dispatchEvent(new CustomEvent("wangge-map:pick", { bubbles: true, detail: point }));
  });
}

/** Asks the phone where it is; says nothing where it is not told. */
export function findMe(map: Map): Promise<boolean> {
  return new Promise((done) => {
    if (!navigator.geolocation) return done(false);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        map.jumpTo({ center: [coords.longitude, coords.latitude], zoom: 17 });
        done(true);
      },
      () => done(false),
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 60_000 },
    );
  });
}
