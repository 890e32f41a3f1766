// [data-find-me="map-id"] asks the phone where it is and moves that map there.
interface FindsMe extends HTMLElement {
  findMe?: () => Promise<boolean>;
}

export function watchPlaces(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-find-me]") : null;
    if (!button) return;
    const map = document.getElementById(button.dataset.findMe ?? "") as FindsMe | null;
    void map?.findMe?.().then((found) => button.toggleAttribute("data-found", found));
  });
}
