// Sends what waits, one after the other in the order of doing, each under its own key; a repeat does no harm.
import { forget, next, settle, tellAll, type Answer, type Deed } from "./store";

export type Ended = "done" | "offline" | "out" | "busy";

interface Ticket {
  account: number;
  token: string;
}

const PATIENCE = 60_000;
const TAKEN = new Set([200, 400, 404, 409, 413, 422]); // the house has read it; anything else is tried again later

export function body(deed: Deed): FormData {
  const form = new FormData();
  const head = { key: deed.key, kind: deed.kind, number: deed.number, walk: deed.walk, done_at: deed.at, seen: String(deed.seen || "") };
  for (const [name, value] of Object.entries({ ...deed.facts, ...head })) form.set(name, value);
  deed.photos.forEach((photo, index) => form.append("photos", photo, `${index + 1}.jpg`));
  return form;
}

/** Who is logged in; null where nobody is. Throws without network. */
async function ticket(): Promise<Ticket | null> {
  const answer = await fetch("/desk/field/ticket", {
    redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.type === "opaqueredirect") return null;
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Ticket;
}

async function send(deed: Deed, token: string): Promise<Answer> {
  const answer = await fetch("/desk/field/deeds", {
    method: "POST", body: body(deed), redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
    headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  if (!TAKEN.has(answer.status)) throw new Error(String(answer.status));
  const said = (await answer.json()) as Answer;
  return answer.ok ? said : { ...said, outcome: "kept" };
}

async function drainAlone(): Promise<Ended> {
  let sent = 0;
  try {
    const pass = await ticket();
    if (!pass) {
      await forget();
      tellAll("out");
      return "out";
    }
    for (let deed = await next(pass.account); deed; deed = await next(pass.account)) {
      await settle(deed, await send(deed, pass.token));
      sent += 1;
    }
    return "done";
  } catch {
    return "offline";
  } finally {
    if (sent) tellAll("sent");
  }
}

/** Sends all that waits; only one window or worker of the phone does so at a time. */
export async function drain(): Promise<Ended> {
  if (!navigator.locks) return drainAlone(); // only a page that came without encryption; the keys make it harmless
  return navigator.locks.request("wangge-field", { ifAvailable: true }, (lock) => (lock ? drainAlone() : "busy"));
}
