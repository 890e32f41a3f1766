// The keyboard on the desk: j/k walk the list, Enter opens, letters press what carries data-key, / searches, ? helps.
const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select, dialog *"));

function walk(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>("[data-keys-list] a.row-link")];
  if (!links.length) return;
  const at = links.findIndex((link) => link === document.activeElement);
  const from = at >= 0 ? at : links.findIndex((link) => link.getAttribute("aria-current") === "true");
  const next = links[Math.min(links.length - 1, Math.max(0, from + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key: string): boolean {
  const found = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
  if (!found) return false;
  if (found.matches("input, textarea")) found.focus();
  else found.click();
  return true;
}

export function watchKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
    else if (!press(event.key)) return;
    event.preventDefault();
  });
}
