// Says how long ago the page last heard from the server, and says so loudly when it does not hear any more.
// [data-stamp] changes with each fresh answer; [data-heard] holds the words; [data-stale="45"] shows itself after so
// many seconds without one.
export function watchClock(): void {
  let heard = Date.now();
  let stamp = "";
  window.setInterval(() => {
    const fresh = document.querySelector<HTMLElement>("[data-stamp]")?.dataset.stamp ?? "";
    if (fresh !== stamp) {
      stamp = fresh;
      heard = Date.now();
    }
    const seconds = Math.round((Date.now() - heard) / 1000);
    for (const place of document.querySelectorAll<HTMLElement>("[data-heard]")) {
      place.textContent = (place.dataset.heard ?? "{seconds} s").replace("{seconds}", String(seconds));
    }
    for (const alarm of document.querySelectorAll<HTMLElement>("[data-stale]")) {
      alarm.hidden = seconds < Number(alarm.dataset.stale);
    }
  }, 1000);
}
