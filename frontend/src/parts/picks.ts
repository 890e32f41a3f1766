// Many cases at once: x ticks the case one stands on, [data-pick-page] all of the page, [data-pick-list] means the whole
// list; [data-pick-count="{n} chosen"] says how many.
const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>("input[data-pick]")];

function tell(): void {
  const ticked = boxes().filter((box) => box.checked).length;
  const page = document.querySelector<HTMLInputElement>("[data-pick-page]");
  if (page) {
    page.checked = ticked > 0 && ticked === boxes().length;
    page.indeterminate = ticked > 0 && !page.checked;
  }
  const place = document.querySelector<HTMLElement>("[data-pick-count]");
  if (place) place.textContent = ticked ? (place.dataset.pickCount ?? "").replace("{n}", String(ticked)) : "";
}

function tickHere(): boolean {
  const link = document.activeElement?.closest("a.row-link") ?? document.querySelector('a.row-link[aria-current="true"]');
  const box = link?.parentElement?.querySelector<HTMLInputElement>("input[data-pick]");
  if (!box) return false;
  box.checked = !box.checked;
  tell();
  return true;
}

export function watchPicks(): void {
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    if ("pickPage" in box.dataset || "pickList" in box.dataset) for (const each of boxes()) each.checked = box.checked;
    if ("pick" in box.dataset) document.querySelectorAll<HTMLInputElement>("[data-pick-list]").forEach((all) => (all.checked = false));
    if (["pick", "pickPage", "pickList"].some((name) => name in box.dataset)) tell();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target;
    if (target instanceof HTMLElement && target.matches("input:not([data-pick]), textarea, select, dialog *")) return;
    if (!document.querySelector("dialog[open]") && tickHere()) event.preventDefault();
  });
  window.addEventListener("pageshow", tell);
}
