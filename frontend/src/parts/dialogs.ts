// Native dialogs: [data-dialog="id"] opens, [data-close] closes, [data-confirm="id"] asks before its form goes.
function opener(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-dialog], [data-close]") : null;
}

// [data-really="what will happen"] asks in the one dialog of the page, with the verb of its button.
function reword(dialog: HTMLElement, submitter: HTMLElement | null): void {
  const words = submitter?.dataset.really;
  if (words === undefined) return;
  dialog.querySelector("p")!.textContent = words;
  dialog.querySelector("[data-verb]")!.textContent = submitter!.textContent!.trim();
}

function ask(form: HTMLFormElement, submitter: HTMLElement | null, id: string): boolean {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  reword(dialog, submitter);
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  }, { once: true });
  dialog.showModal();
  return true;
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
    const plain = submitter?.dataset.confirm ?? form.dataset.confirm;
    const id = submitter?.dataset.really === undefined ? plain : "really";
    if (!id || form.dataset.confirmed || !ask(form, submitter, id)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}
