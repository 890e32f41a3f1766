// What the phone keeps: deeds until they are sent, and the last list heard. All of it has an owner.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface Stands {
  state: string;
  post: string;
  seen: number;
  url: string;
  lines: { at: string; who: string; what: string }[];
}

export interface Answer {
  outcome: "done" | "kept";
  number?: string;
  url?: string;
  message?: string;
  now?: Stands;
}

export interface Deed {
  seq?: number;
  key: string;
  owner: number;
  kind: string;
  title: string;
  verb: string;
  number: string;
  walk: string;
  seen: number;
  facts: Record<string, string>;
  photos: Blob[];
  at: string;
  state: "waiting" | "kept" | "sent";
  answer?: Answer;
}

export interface Held {
  account: number;
  at: string;
  list: string;
  buildings: { id: number; name: string; lon: number | null; lat: number | null }[];
  map: string;
}

interface Field extends DBSchema {
  deeds: { key: number; value: Deed };
  held: { key: "held"; value: Held };
}

export const GROUND = "wangge-ground"; // the map of my grids; it goes with the log-out
const SHOWN = 3;
let opened: Promise<IDBPDatabase<Field>> | null = null;

function base(): Promise<IDBPDatabase<Field>> {
  opened ??= openDB<Field>("wangge-field", 1, {
    upgrade(db) {
      db.createObjectStore("deeds", { keyPath: "seq", autoIncrement: true });
      db.createObjectStore("held");
    },
    terminated() { opened = null; },
  });
  return opened;
}

/** Says in every window and in the worker that something changed. */
export function tellAll(what: "changed" | "sent" | "out"): void {
  const channel = new BroadcastChannel("wangge-field");
  channel.postMessage(what);
  channel.close();
}

export async function keep(deed: Deed): Promise<void> {
  const db = await base();
  const tx = db.transaction("deeds", "readwrite", { durability: "strict" });
  await Promise.all([tx.store.put(deed), tx.done]);
  tellAll("changed");
}

/** Everything of this owner, the oldest first. */
export async function deedsOf(owner: number): Promise<Deed[]> {
  const all = await (await base()).getAll("deeds");
  return all.filter((deed) => deed.owner === owner);
}

export async function waitsForOthers(owner: number): Promise<boolean> {
  const all = await (await base()).getAll("deeds");
  return all.some((deed) => deed.owner !== owner && deed.state !== "sent");
}

export async function next(owner: number): Promise<Deed | undefined> {
  return (await deedsOf(owner)).find((deed) => deed.state === "waiting");
}

export async function drop(seq: number): Promise<void> {
  await (await base()).delete("deeds", seq);
  tellAll("changed");
}

/** The answer came: what was sent stays a little while as a line, without its photos. */
export async function settle(deed: Deed, answer: Answer): Promise<void> {
  const done = answer.outcome === "done";
  await keep({ ...deed, answer, state: done ? "sent" : "kept", photos: done ? [] : deed.photos, facts: done ? {} : deed.facts });
  if (!done) return;
  const sent = (await deedsOf(deed.owner)).filter(({ state }) => state === "sent");
  for (const old of sent.slice(0, -SHOWN)) await drop(old.seq ?? 0);
}

export async function hold(held: Held): Promise<void> {
  await (await base()).put("held", held, "held");
}

export async function held(): Promise<Held | undefined> {
  return (await base()).get("held", "held");
}

/** Forgets whatever is personal; what was not sent yet stays locked until its owner logs in again. */
export async function forget(): Promise<void> {
  const db = await base();
  await db.clear("held");
  for (const deed of await db.getAll("deeds")) if (deed.state === "sent") await db.delete("deeds", deed.seq ?? 0);
  await globalThis.caches?.delete(GROUND);
}
