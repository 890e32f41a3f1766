// A solving in the background: asked for, watched once a second, cancelled.
import { ask } from "./api";
import type { DraftJson, Job, Mode } from "./contract";
import type { Session } from "./session";
import { number, t } from "./words";

const PAUSE = 1000;
export const runs = (job: Job | null | undefined): boolean => job?.state === "waiting" || job?.state === "running";

export class Watcher {
  readonly #session: Session;
  readonly #open: (draft: number) => Promise<void>;
  #timer = 0;

  constructor(session: Session, open: (draft: number) => Promise<void>) {
    this.#session = session;
    this.#open = open;
  }

  async start(mode: Mode): Promise<void> {
    const { job } = await ask<{ job: Job }>(this.#session.ofDraft("solving"), "POST", { mode });
    this.#take(job);
    this.#session.say(t("Solving has begun. You may go on working."));
    this.watch();
  }

  async cancel(): Promise<void> {
    const { job } = await ask<{ job: Job }>(this.#session.ofDraft("solving"), "DELETE");
    this.#take(job);
    if (!runs(job)) await this.#ended(job);
  }

  watch(): void {
    window.clearTimeout(this.#timer);
    if (runs(this.#session.draft?.job)) this.#timer = window.setTimeout(() => void this.#look(), PAUSE);
  }

  async #look(): Promise<void> {
    const { draft } = this.#session;
    if (!draft) return;
    try {
      const { job } = await ask<{ job: Job | null }>(this.#session.url("drafts", draft.id, "solving"));
      if (this.#session.draft?.id !== draft.id) return;
      this.#take(job);
      if (job && !runs(job)) await this.#ended(job);
    } catch (trouble) {
      this.#session.trouble = trouble instanceof Error ? trouble.message : String(trouble);
      this.#session.redraw();
    }
    this.watch();
  }

  #take(job: Job | null): void {
    if (this.#session.draft) this.#session.draft = { ...this.#session.draft, job };
    this.#session.redraw();
  }

  async #ended(job: Job | null): Promise<void> {
    const session = this.#session;
    if (!job || !session.draft) return;
    const known = session.lines.length - (session.plan.grids.length ? 0 : 1);
    await session.loadLines();
    const more = session.lines.length - known;
    if (job.state !== "failed") {
      const into = job.made ?? session.draft.id;
      await this.#open(into);
    }
    if (job.state === "failed") session.say(job.error || t("The solving failed. Change the rule and try again."));
    else if (job.state === "cancelled") session.say(t("Solving is cancelled; the best so far is kept."));
    else if (job.mode === "several") session.say(more === 1 ? t("Only one good plan was found. Search longer, or allow a wider range.") : t("{n} clearly different plans were found: they are in the list of scenarios.", { n: more }));
    else if (job.made) session.say(t("Solved. You had changed the scenario meanwhile, so the result is a scenario of its own."));
    else session.say(t("Solved: {outside} grids out of range.", { outside: number(job.outside ?? 0) }));
  }
}

/** A scenario as the server has it. */
export const fetchDraft = (session: Session, id: number): Promise<DraftJson> =>
  ask<DraftJson>(session.url("drafts", `${id}.json`));
