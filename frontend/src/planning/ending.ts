// What ends planning: microgrids inside the grids, the decision of a colleague, the day it holds from, and taking that back.
import { ask } from "./api";
import type { DraftJson } from "./contract";
import { fetchDraft } from "./job";
import type { Session } from "./session";
import type { Answers } from "./views/adopt";
import { number, t } from "./words";

/** Divides every grid into microgrids by the rule, once all is saved. */
export async function divideFurther(session: Session): Promise<void> {
  const saver = session.saver!;
  if (!(await saver.flush())) return;
  session.say(t("Drawing microgrids…"));
  const url = session.ofDraft("microgrids");
  const draft = await saver.inTurn(() => ask<DraftJson>(url, "POST", { revision: saver.revision, key: crypto.randomUUID() }).then((answer) => {
    saver.revision = answer.revision;
    return answer;
  }));
  if (session.draft?.id !== draft.id) return;
  session.take(draft);
  session.say(t("{n} microgrids were drawn.", { n: number(draft.microgrids.length) }));
}

export async function approve(session: Session, given: Answers, decision: "approved" | "refused"): Promise<void> {
  const answers = Object.fromEntries([...given.held].map(([code, held]) => [code, { held, note: given.notes.get(code) ?? "" }]));
  session.take(await ask<DraftJson>(session.ofDraft("approval"), "POST", { revision: session.draft!.revision, answers, decision, note: given.note }));
  session.say(decision === "approved" ? t("Approved. Choose the day from which it holds.") : t("Not approved: its makers can read why."));
}

export async function accept(session: Session, { since, renumber }: Answers): Promise<void> {
  const draft = await ask<DraftJson>(session.ofDraft("adoption"), "POST", { since, renumber });
  await Promise.all([session.loadLines(), session.loadPast()]);
  session.open(draft);
  session.tab = "adopt";
  session.say(t("Accepted."));
}

export async function withdraw(session: Session, division: number): Promise<void> {
  session.past = null;
  await ask(session.url("divisions", division, "withdrawal"), "POST", {});
  await Promise.all([session.loadPast(), session.loadLines()]);
  if (session.draft) session.open(await fetchDraft(session, session.draft.id));
  session.say(t("Taken back. The division before it goes on."));
}
