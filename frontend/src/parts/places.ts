// Places on a form: [data-find-me="map-id"] asks the phone where it is and moves that map there ([data-lost="id"] is shown
// where it does not say); [data-moves="map-id"] on a list of buildings moves it to the chosen one, and a pin set by hand
// lets go of the building; [data-with-map="map-id"] is shown once the map is there.
interface PlaceMap extends HTMLElement {
  findMe?: () => Promise<boolean>;
  moveTo?: (lon: number, lat: number) => void;
}

const mapOf = (id: string | undefined) => document.getElementById(id ?? "") as PlaceMap | null;
let moving = false;

function find(button: HTMLElement): void {
  const lost = document.getElementById(button.dataset.lost ?? "");
  void mapOf(button.dataset.findMe)?.findMe?.().then((found) => {
    button.toggleAttribute("data-found", found);
    if (lost) lost.hidden = found;
  });
}

function follow(list: HTMLSelectElement): void {
  const { lon, lat } = list.selectedOptions[0]?.dataset ?? {};
  if (!lon || !lat) return;
  moving = true;
  mapOf(list.dataset.moves)?.moveTo?.(Number(lon), Number(lat));
  moving = false;
}

export function watchPlaces(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-find-me]") : null;
    if (button) find(button);
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.dataset.moves) follow(event.target);
  });
  document.addEventListener("wangge-map:pick", (event) => {
    const map = event.target as HTMLElement;
    if (!moving) for (const list of document.querySelectorAll<HTMLSelectElement>(`[data-moves="${map.id}"]`)) list.value = "";
  });
  document.addEventListener("wangge-map:ready", (event) => {
    const map = event.target as HTMLElement;
    for (const part of document.querySelectorAll<HTMLElement>(`[data-with-map="${map.id}"]`)) part.hidden = false;
    const list = document.querySelector<HTMLSelectElement>(`select[data-moves="${map.id}"]`);
    if (list?.value) follow(list);
  });
}
