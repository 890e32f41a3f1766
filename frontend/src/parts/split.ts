// A list with the case beside it: on wide screens a row opens in the pane, on the phone it is a page of its own.
import { htmx } from "../core/htmx";

const WIDE = "(min-width: 1024px)";

function open(link: HTMLAnchorElement, pane: HTMLElement): void {
  const here = new URL(window.location.href);
  here.searchParams.set("open", link.dataset.number ?? "");
  const wanted = new URL(link.href);
  wanted.searchParams.set("pane", "1");
  wanted.searchParams.set("back", here.pathname + here.search);
  void htmx.ajax("GET", wanted.pathname + wanted.search, { target: pane, swap: "innerHTML" });
  window.history.replaceState(window.history.state, "", here);
  for (const row of document.querySelectorAll("[data-split] a.row-link[aria-current]")) row.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  pane.scrollTop = 0;
}

export function watchSplit(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("[data-split] a.row-link") : null;
    const pane = document.getElementById("case-pane");
    if (!link || !pane || !window.matchMedia(WIDE).matches) return;
    event.preventDefault();
    open(link, pane);
  });
}
