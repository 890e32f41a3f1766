// Alpine in the build that needs no eval: small states of a page, nothing that another page needs.
import Alpine from "@alpinejs/csp";

export function startAlpine(): void {
  window.Alpine = Alpine;
  Alpine.start();
}
