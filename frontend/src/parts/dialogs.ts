// Native dialogs: [data-dialog="id"] opens, [data-close] closes, [data-confirm="id"] asks before its form goes.
function opener(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-dialog], [data-close]") : null;
}

function ask(form: HTMLFormElement, submitter: HTMLElement | null, id: string): void {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  }, { once: true });
  dialog.showModal();
}

export function watchDialogs(): void {
  document.addEventListener("click", (event) => {
    const pressed = opener(event.target);
    if (pressed?.dataset.dialog) {
      const dialog = document.getElementById(pressed.dataset.dialog);
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        dialog.showModal();
      }
    } else if (pressed) {
      pressed.closest("dialog")?.close(pressed.dataset.close ?? "");
    } else if (event.target instanceof HTMLDialogElement) {
      event.target.close("");
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const submitter = event.submitter;
    const id = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!id || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, submitter, id);
  }, true);
}
