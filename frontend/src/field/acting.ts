// Turns the press of a button and the filling of a form into a deed that is kept first and sent then.
import { position } from "./place";
import { keep, type Deed } from "./store";
import { say } from "./words";

interface Row {
  number: string;
  walk: string;
  title: string;
  seen: number;
}

/** A key that no other deed has; pages that came without encryption have no `randomUUID`. */
function key(): string {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
}

/** The same deed as a new one: another key, done now, waiting. */
export function fresh(deed: Deed): Deed {
  const { seq: _seq, answer: _answer, ...rest } = deed;
  return { ...rest, key: key(), at: new Date().toISOString(), state: "waiting" };
}

function rowOf(element: Element): Row | null {
  const row = element.closest<HTMLElement>("[data-row]");
  if (!row) return null;
  const name = row.dataset.row ?? "";
  const walk = name.includes("."); // 12.morning.2026-03-02; numbers of cases have no dot
  return { number: walk ? "" : name, walk: walk ? name : "", title: row.dataset.title ?? "", seen: Number(row.dataset.seen ?? 0) };
}

function textOf(element: Element | null | undefined): string {
  return (element?.textContent ?? "").trim().replace(/\s+/g, " ");
}

/** Photos may still be on their way to being small. */
async function settled(form: HTMLFormElement): Promise<void> {
  while (form.getAttribute("aria-busy") === "true") await new Promise((go) => setTimeout(go, 50));
}

export async function gather(form: HTMLFormElement): Promise<{ facts: Record<string, string>; photos: Blob[] }> {
  await settled(form);
  const facts: Record<string, string> = {};
  const photos: Blob[] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") facts[name] = value;
    else if (value.size) photos.push(new Blob([await value.arrayBuffer()], { type: value.type || "image/jpeg" }));
  }
  return { facts, photos };
}

/** Keeps a deed; says so where the phone has no room for it. */
export async function put(deed: Omit<Deed, "key" | "at" | "state">): Promise<boolean> {
  try {
    await keep(fresh(deed as Deed));
    return true;
  } catch {
    window.alert(say("full"));
    return false;
  }
}

function openFor(dialog: HTMLDialogElement, row: Row): void {
  const form = dialog.querySelector("form");
  form?.reset();
  dialog.querySelector(".photo-previews")?.replaceChildren();
  dialog.dataset.row = row.number || row.walk;
  dialog.dataset.title = row.title;
  dialog.dataset.seen = String(row.seen);
  const of = dialog.querySelector("[data-of]");
  if (of) of.textContent = row.title;
  dialog.showModal();
  if (form) void witness(form);
}

/** Work on site says where it was done; asked only then, and only where the form has a place for it. */
async function witness(form: HTMLFormElement): Promise<void> {
  const [lon, lat] = ["lon", "lat"].map((name) => form.querySelector<HTMLInputElement>(`[name=${name}]`));
  if (!lon || !lat) return;
  lon.value = lat.value = "";
  const here = await position();
  if (here) [lon.value, lat.value] = [here.longitude.toFixed(6), here.latitude.toFixed(6)];
}

/** `owner` says whose deeds these are; `sent` is called after each that was kept. */
export function watchActs(owner: () => number, done: () => void): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-act]") : null;
    const row = button && rowOf(button);
    if (!button || !row || !owner()) return;
    event.preventDefault();
    button.closest("details")?.removeAttribute("open");
    const kind = button.dataset.act ?? "";
    const dialog = document.getElementById(`act-${kind}`);
    if ("now" in button.dataset) {
      if (button.closest(".is-waiting")) return;
      void put({ ...row, owner: owner(), kind, verb: textOf(button), facts: {}, photos: [] }).then(done);
    } else if (dialog instanceof HTMLDialogElement) openFor(dialog, row);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const dialog = form.closest("dialog");
    const row = dialog && rowOf(dialog);
    if (!dialog || !row || !form.dataset.deed) return;
    event.preventDefault();
    void act(form, dialog, row, owner()).then(done);
  }, true);
}

async function act(form: HTMLFormElement, dialog: HTMLDialogElement, row: Row, owner: number): Promise<void> {
  const verb = textOf(dialog.querySelector("h2"));
  const kept = await put({ ...row, owner, kind: form.dataset.deed ?? "", verb, ...(await gather(form)) });
  if (kept) dialog.close();
}
