// The bar that says the network is gone; [data-offline] is shown only then.
export function watchOffline(): void {
  const tell = () => {
    for (const bar of document.querySelectorAll<HTMLElement>("[data-offline]")) bar.hidden = navigator.onLine;
  };
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
}
