// The phone of a grid worker: installs the worker, shows what waits, sends it whenever it can, keeps today's list.
import { watchActs } from "./acting";
import { drawQueue } from "./queue";
import { watchReport } from "./report";
import { drain } from "./sending";
import { deedsOf, forget, held, hold, next, type Held } from "./store";
import { say } from "./words";

const EVERY = 30_000;
const OWNER = "wangge-owner"; // the last account of this phone: what it does with an expired log-in waits for it
let owner = 0;
let out = false;

interface Syncing {
  sync?: { register(tag: string): Promise<void> };
}

async function install(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/desk/field/worker.js", { scope: "/desk/" }).catch(() => undefined);
}

async function askForSync(): Promise<void> {
  if (!("serviceWorker" in navigator) || !(await navigator.serviceWorker.getRegistration("/desk/"))) return;
  const ready = (await navigator.serviceWorker.ready) as Syncing;
  await ready.sync?.register("deeds").catch(() => undefined);
}

/** Asks the house for today's list; what the phone holds is renewed. Nothing without network. */
async function ask(): Promise<Held | undefined> {
  try {
    const answer = await fetch("/desk/field/held", { redirect: "manual", headers: { Accept: "application/json" } });
    out = answer.type === "opaqueredirect";
    if (out || answer.status === 403) await forget();
    if (!answer.ok) return undefined;
    const fresh = (await answer.json()) as Held;
    localStorage.setItem(OWNER, String(fresh.account));
    await hold(fresh);
    return fresh;
  } catch {
    return undefined;
  }
}

function show(kept: Held | undefined, stale: boolean): void {
  const place = document.querySelector<HTMLElement>("[data-today]");
  if (!place) return;
  if (kept) place.innerHTML = kept.list;
  else if (stale && !place.querySelector("[data-row]")) place.append(say("empty"));
  const asOf = document.querySelector<HTMLElement>("[data-as-of]");
  if (asOf) asOf.hidden = !stale || !kept;
  if (asOf && kept) asOf.textContent = say("asOf", { time: kept.at });
}

async function draw(): Promise<void> {
  await drawQueue(owner, () => void send(), out);
}

async function send(): Promise<void> {
  await draw();
  if (!owner || !(await next(owner))) return;
  const ended = await drain();
  if (ended === "offline") await askForSync();
}

async function refresh(): Promise<void> {
  const open = document.querySelector("dialog[open], details.menu[open]");
  const fresh = await ask();
  if (fresh && !open) show(fresh, false);
  await draw();
}

function listen(): void {
  const channel = new BroadcastChannel("wangge-field");
  channel.onmessage = ({ data }) => {
    if (data === "changed") void draw();
    if (data === "sent") void refresh();
    if (data === "out") {
      out = true;
      void draw();
    }
  };
  for (const name of ["online", "focus", "pageshow"]) window.addEventListener(name, () => void send());
  window.setInterval(() => void send(), EVERY);
}

/** Logging out forgets what is personal; what waits is asked about first. */
function watchLeaving(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.action.endsWith("/logout") || form.dataset.forgotten) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void leave(form);
  }, true);
}

async function leave(form: HTMLFormElement): Promise<void> {
  const waits = (await deedsOf(owner)).some(({ state }) => state !== "sent");
  if (waits && !window.confirm(say("leaving"))) return;
  await forget();
  localStorage.removeItem(OWNER);
  form.dataset.forgotten = "yes";
  form.requestSubmit();
}

/** What the phone holds, unless it belongs to somebody else than the page that was served. */
async function keptFor(served: HTMLElement | null): Promise<Held | undefined> {
  const kept = await held();
  return served && kept && String(kept.account) !== served.dataset.account ? undefined : kept;
}

async function start(): Promise<void> {
  watchActs(() => owner, () => void send());
  watchLeaving();
  listen();
  const fresh = await ask();
  const served = document.querySelector<HTMLElement>("[data-field=today]");
  const kept = fresh ?? (await keptFor(served));
  owner = Number(served?.dataset.account ?? localStorage.getItem(OWNER) ?? 0);
  if (!served) show(kept, !fresh);
  watchReport(() => owner, () => void send(), kept);
  document.documentElement.dataset.field = "ready";
  await Promise.all([send(), install()]);
}

void start();
