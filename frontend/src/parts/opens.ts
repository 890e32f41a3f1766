// A press on a grid of <wangge-map data-opens="/desk/inbox?grid={id}"> goes there, its facts put in.
export function watchOpens(): void {
  document.addEventListener("wangge-map:grid", (event) => {
    const map = event.target as HTMLElement;
    const facts = (event as CustomEvent<Record<string, unknown>>).detail;
    if (!map.dataset.opens || event.defaultPrevented) return;
    window.location.assign(map.dataset.opens.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(facts[name] ?? ""))));
  });
}
