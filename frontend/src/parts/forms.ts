// Form niceties: no double sending, a count of characters, focus on the error summary, self-sending filters.
function busy(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const button = submitter ?? form.querySelector<HTMLElement>("button:not([type=button])");
  button?.classList.add("is-busy");
  button?.setAttribute("aria-disabled", "true");
  form.dataset.sending = "yes";
}

function ready(form: HTMLFormElement): void {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll(".is-busy")) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
}

function count(area: HTMLTextAreaElement): void {
  const place = document.getElementById(area.dataset.count ?? "");
  if (place) place.textContent = `${area.value.length} / ${area.maxLength}`;
}

export function watchForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method === "dialog" || "download" in form.dataset) return;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    busy(form, event.submitter);
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.target instanceof Element ? event.target.closest("form") : null;
    if (form) ready(form);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(ready));
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement && event.target.dataset.count) count(event.target);
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLElement) || !("autosend" in field.dataset)) return;
    field.closest("form")?.requestSubmit(document.getElementById(field.dataset.autosend ?? ""));
  });
  document.querySelector<HTMLElement>(".error-summary")?.focus();
}
