// Saves by itself: gathers what changed, sends it with the revision it was based on, and says how that stands.
import { ask, Refusal } from "./api";
import type { DraftJson, GridRow } from "./contract";

export type Saved = "saved" | "waiting" | "saving" | "failed" | "conflict";

interface Pending {
  moves: Map<number, number>;
  grids: GridRow[] | null;
  pins: number[] | null;
  key: string;
}

const none = (): Pending => ({ moves: new Map(), grids: null, pins: null, key: crypto.randomUUID() });
const PAUSE = 700;
const AGAIN = 5000;

export class Saver {
  state: Saved = "saved";
  trouble = "";
  loggedOut = false;
  revision: number;
  readonly #url: string;
  readonly #told: (draft: DraftJson | null) => void;
  #pending = none();
  #turn: Promise<unknown> = Promise.resolve();
  #timer = 0;

  /** `told` hears of every change of state, with the server's answer where there is one. */
  constructor(url: string, revision: number, told: (draft: DraftJson | null) => void) {
    this.#url = url;
    this.revision = revision;
    this.#told = told;
  }

  get idle(): boolean {
    return this.state === "saved";
  }

  add(moves: Iterable<[building: number, grid: number]>, grids: GridRow[] | null, pins: number[] | null = null): void {
    for (const [building, grid] of moves) this.#pending.moves.set(building, grid);
    if (grids) this.#pending.grids = grids;
    if (pins) this.#pending.pins = pins;
    if (this.state !== "conflict") this.#later(PAUSE, "waiting");
  }

  /** Send what waits now; resolves when nothing waits any more, or it failed. */
  async flush(): Promise<boolean> {
    window.clearTimeout(this.#timer);
    for (;;) {
      const done = await this.inTurn(() => this.#send());
      if (!done || !this.#has(this.#pending)) return done;
    }
  }

  /** One thing after the other: each write needs the revision that the one before it made. */
  inTurn<Answer>(deed: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#turn.then(deed);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** After a conflict: what is here goes on top of the revision that the server has. */
  async onTop(revision: number): Promise<boolean> {
    this.revision = revision;
    this.state = "waiting";
    return this.flush();
  }

  stop(): void {
    window.clearTimeout(this.#timer);
  }

  #has({ moves, grids, pins }: Pending): boolean {
    return moves.size > 0 || grids !== null || pins !== null;
  }

  #later(pause: number, state: Saved): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.flush(), pause);
    this.#set(state);
  }

  #set(state: Saved, draft: DraftJson | null = null): void {
    this.state = state;
    this.#told(draft);
  }

  async #send(): Promise<boolean> {
    const sent = this.#pending;
    if (!this.#has(sent)) return this.state !== "conflict";
    this.#pending = none();
    this.#set("saving");
    try {
      const moves = Object.fromEntries([...sent.moves].map(([building, grid]) => [String(building), grid]));
      const body = { revision: this.revision, moves, grids: sent.grids, pins: sent.pins, key: sent.key };
      const draft = await ask<DraftJson>(this.#url, "POST", body);
      this.revision = draft.revision;
      this.trouble = "";
      const more = this.#has(this.#pending);
      this.#set(more ? "waiting" : "saved", more ? null : draft);
      return true;
    } catch (trouble) {
      this.#back(sent);
      this.#failed(trouble);
      return false;
    }
  }

  #back(sent: Pending): void {
    const moves = new Map([...sent.moves, ...this.#pending.moves]);
    const fresh = this.#has(this.#pending);
    this.#pending = {
      moves, grids: this.#pending.grids ?? sent.grids, pins: this.#pending.pins ?? sent.pins,
      key: fresh ? this.#pending.key : sent.key,
    };
  }

  #failed(trouble: unknown): void {
    this.trouble = trouble instanceof Error ? trouble.message : String(trouble);
    const status = trouble instanceof Refusal ? trouble.status : 0;
    this.loggedOut = status === 401;
    if (status === 409) this.#set("conflict");
    else if (status === 0 || status >= 500 || status === 401) this.#later(AGAIN, "failed");
    else this.#set("failed");
  }
}
