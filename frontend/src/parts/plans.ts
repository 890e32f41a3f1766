// Fetches the workbench of grid planning only on the page that holds it.
export function watchPlans(): void {
  if (document.querySelector("wangge-plan")) void import("../planning/workbench");
}
