// Tables wider than their frame can be scrolled by keyboard: the frame takes the focus while there is more to see.
function look(): void {
  for (const frame of document.querySelectorAll<HTMLElement>(".table-scroll")) {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  }
}

export function watchScrolls(): void {
  look();
  window.addEventListener("load", look);
  window.addEventListener("resize", look);
  document.addEventListener("htmx:after:swap", look);
  document.addEventListener("toggle", look, true);
}
