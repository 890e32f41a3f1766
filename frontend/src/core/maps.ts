// Fetches the map only when a <wangge-map> comes near the eye.
let asked = false;

function bring(): void {
  if (asked) return;
  asked = true;
  void import("../map/element");
}

function look(root: ParentNode, seen: IntersectionObserver): void {
  for (const map of root.querySelectorAll("wangge-map")) seen.observe(map);
}

export function watchMaps(): void {
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      seen.disconnect();
      bring();
    }
  }, { rootMargin: "200px" });
  look(document, seen);
  document.addEventListener("htmx:after:swap", () => { if (!asked) look(document, seen); });
}
