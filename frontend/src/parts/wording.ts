// Helps on the form of a step: [data-words][data-into="field-id"] puts words into a field, where they can be changed;
// [data-position="lon-id lat-id"] asks the device where it is, once, and says in [data-told] what came of it.
function fill(chip: HTMLElement): boolean {
  const field = document.getElementById(chip.dataset.into ?? "");
  if (!(field instanceof HTMLTextAreaElement)) return false;
  field.value = chip.dataset.words ?? "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  return true;
}

function place(button: HTMLElement): void {
  const told = document.getElementById(button.dataset.told ?? "");
  const [lon, lat] = (button.dataset.position ?? "").split(" ").map((id) => document.getElementById(id));
  const say = (found: boolean) => {
    if (told) told.textContent = (found ? told.dataset.found : told.dataset.lost) ?? "";
  };
  if (!(lon instanceof HTMLInputElement && lat instanceof HTMLInputElement) || !navigator.geolocation) {
    say(false);
    return;
  }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      lon.value = coords.longitude.toFixed(6);
      lat.value = coords.latitude.toFixed(6);
      say(true);
    },
    () => say(false),
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
  );
}

export function watchWording(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const chip = target?.closest<HTMLElement>("[data-words]");
    if (chip && fill(chip)) event.preventDefault();
    const button = target?.closest<HTMLElement>("[data-position]");
    if (button) place(button);
  });
}
