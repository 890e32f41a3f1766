// Says how long ago the page last heard from the server; [data-heard] holds the words and carries the state.
export function watchClock(): void {
  let heard = Date.now();
  document.addEventListener("htmx:after:swap", () => { heard = Date.now(); });
  document.addEventListener("wangge-map:data", () => { heard = Date.now(); });
  window.setInterval(() => {
    const seconds = Math.round((Date.now() - heard) / 1000);
    for (const place of document.querySelectorAll<HTMLElement>("[data-heard]")) {
      const words = place.dataset.heard ?? "{seconds} s";
      place.textContent = words.replace("{seconds}", String(seconds));
      place.classList.toggle("late-text", seconds > 90);
    }
  }, 1000);
}
