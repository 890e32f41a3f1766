// What the workbench is about at a moment: the ground, the scenario at hand, what is chosen, compared, looked back at.
import { ask } from "./api";
import { Checker, type Warning } from "./checks";
import { coloured } from "./colouring";
import type { DraftJson, GridRow, GridSheet, Line, Terms, Version } from "./contract";
import { Ground, NONE } from "./ground";
import { homesIn, type Homes } from "./homes";
import { type Change, Plan, type Step } from "./plan";
import { Saver } from "./saving";
import { Steps } from "./steps";
import { t } from "./words";

export type Tab = "grids" | "rules" | "changes" | "adopt" | "past";
export type Tool = "select" | "brush" | "lasso" | "outline" | "line";

export interface House {
  code: string;
  name: string;
  draft: number | null;
  base: string; // /desk/plans
  grids: string; // /api/v1/areas/<code>/grids.geojson
  sources: string[];
  words: Record<string, string>;
  today: string;
  links: Record<string, string>;
  dark: boolean;
}

/** Another plan beside this one, or a division of the past in its place. */
export interface Other {
  title: string;
  key: string;
  plan: Plan;
  colours: Map<number, number>;
}

/** Something to look at, with the buildings that it concerns, if any. */
export interface Note {
  text: string;
  buildings: number[];
}

export class Session {
  readonly house: House;
  ground!: Ground;
  lines: Line[] = [];
  versions: Version[] = [];
  draft: DraftJson | null = null;
  plan!: Plan;
  terms!: Terms;
  homes: Homes | null = null; // the grid in force of each building
  colours = new Map<number, number>();
  warnings: Warning[] = [];
  changed = new Set<number>();
  steps = new Steps();
  saver: Saver | null = null;
  picked = new Set<number>();
  focus = -1;
  grid: number | null = null;
  tab: Tab = "grids";
  tool: Tool = "select";
  other: Other | null = null;
  past: Other | null = null;
  said = "";
  fresh = false; // whether what was said still stands over the map
  pinning = false; // whether a press on the map places the paper map
  trouble = "";
  notes: Note[] = []; // what an import found, until it is put away
  #fading = 0;
  #checker: Checker | null = null;
  #idle = 0;
  readonly #draw: (whole?: boolean) => void;

  constructor(house: House, draw: (whole?: boolean) => void) {
    this.house = house;
    this.#draw = draw;
  }

  /** Only what lies over the map is drawn anew: the pointer is on another building. */
  glance(): void {
    this.#draw(false);
  }

  redraw(): void {
    this.#draw();
  }

  say(text: string): void {
    this.said = text;
    this.fresh = true;
    window.clearTimeout(this.#fading);
    this.#fading = window.setTimeout(() => { this.fresh = false; this.#draw(); }, 7000);
    this.#draw();
  }

  url(...parts: (string | number)[]): string {
    return [this.house.base, ...parts].join("/");
  }

  ofDraft(part: string): string {
    return this.url("drafts", this.draft?.id ?? 0, part);
  }

  get editable(): boolean {
    return this.draft !== null && this.draft.adopted === null && this.past === null;
  }

  /** Another scenario comes to hand. */
  open(draft: DraftJson): void {
    this.saver?.stop();
    this.draft = draft;
    this.terms = draft.terms;
    this.ground.weigh(draft.terms.work);
    this.steps.clear();
    this.notes = [];
    this.picked.clear();
    this.grid = null;
    this.past = null;
    this.plan = new Plan(this.ground, draft.assignment, draft.rows.map(row), draft.pins);
    this.colours = new Map(draft.rows.map(({ number, colour }) => [number, colour]));
    this.saver = new Saver(this.ofDraft("assignment"), draft.revision, (answer) => this.#saved(answer));
    this.refreshed();
  }

  /** The server's view of the same scenario: figures, checks, differences; what is on the screen stays. */
  take(draft: DraftJson): void {
    this.draft = draft;
    if (this.saver) this.saver.revision = draft.revision;
    this.lines = this.lines.map((line) => (line.id === draft.id ? { ...line, ...draft, grids: draft.rows.length } : line));
    this.#draw();
  }

  /** Do something to the plan that can be taken back, and save it. */
  edit(step: Step): boolean {
    if (!this.editable || !this.steps.take(this.plan, step)) return false;
    this.#kept(step.changes, step.after, step.turned);
    this.say(step.said);
    return true;
  }

  /** What the brush has done stroke by stroke becomes one step. */
  stroked(step: Step): void {
    this.steps.keep(step);
    this.#kept(step.changes);
    this.say(step.said);
  }

  undo(): void {
    if (this.steps.last?.changes.some(([, from]) => from === NONE)) {
      this.say(t("This cannot be taken back: the buildings were in no grid before."));
      return;
    }
    this.#turned(this.steps.undo(this.plan), "before", t("Taken back: {what}"));
  }

  redo(): void {
    this.#turned(this.steps.redo(this.plan), "after", t("Done again: {what}"));
  }

  /** While the brush drags: only what these moves concern is looked at again; colours follow when there is time. */
  brushed(changes: readonly Change[]): void {
    this.#checker?.moved(changes);
    this.warnings = this.#checker?.warnings ?? [];
    if (this.homes && this.draft?.adopted === null) {
      const goesOn = this.#goesOn();
      for (const [at] of changes) {
        if (this.#differs(goesOn, at)) this.changed.add(at);
        else this.changed.delete(at);
      }
    }
    this.#idle ||= soon(() => {
      this.#idle = 0;
      this.colours = coloured(this.plan, this.colours);
      this.#draw();
    });
    this.#draw();
  }

  /** Checks and colours after the plan has changed. */
  refreshed(): void {
    this.#checker = new Checker(this.plan, this.terms);
    this.warnings = this.#checker.warnings;
    this.colours = coloured(this.plan, this.colours);
    this.changed = this.#changes();
    for (const at of this.picked) if (this.plan.label[at] === undefined) this.picked.delete(at);
    if (this.grid !== null && !this.plan.grid(this.grid)) this.grid = null;
    this.#draw();
  }

  /** The numbers of grids in force that this scenario does without. */
  get ended(): number[] {
    return (this.draft?.difference?.dissolved ?? []).flatMap(({ number }) => (number === undefined ? [] : [number]));
  }

  sheet(number: number): GridSheet | undefined {
    return this.draft?.rows.find((each) => each.number === number);
  }

  async loadLines(): Promise<void> {
    this.lines = (await ask<{ drafts: Line[] }>(this.url(this.house.code, "drafts"))).drafts;
  }

  async loadPast(): Promise<void> {
    this.versions = (await ask<{ versions: Version[] }>(this.url(this.house.code, "history.json"))).versions;
  }

  /** The grids of a day on this ground. */
  async on(day: string): Promise<Homes> {
    return homesIn(this.ground, `${this.house.grids}?on=${day}`);
  }

  #kept(changes: Change[], grids?: GridRow[], turned?: number[]): void {
    const moves = changes.filter(([, , to]) => to !== NONE).map(([at]): [number, number] =>
      [this.ground.buildings[at]!.id, this.plan.label[at]!]);
    this.saver?.add(moves, grids ?? null, turned ? this.plan.pins : null);
    this.refreshed();
  }

  #turned(step: Step | null, which: "before" | "after", said: string): void {
    if (!step) return;
    this.#kept(step.changes.map(([at, from, to]) => (which === "before" ? [at, to, from] : [at, from, to])), step[which], step.turned);
    this.say(said.replace("{what}", step.said));
  }

  #saved(answer: DraftJson | null): void {
    if (answer && this.draft?.id === answer.id) this.take(answer);
    else this.#draw();
  }

  #changes(): Set<number> {
    const found = new Set<number>();
    if (!this.homes || this.draft?.adopted !== null) return found;
    const goesOn = this.#goesOn();
    for (let at = 0; at < this.plan.label.length; at++) if (this.#differs(goesOn, at)) found.add(at);
    return found;
  }

  #goesOn(): Map<number, number | null> {
    return new Map(this.plan.grids.map(({ number, continues }) => [number, continues]));
  }

  #differs(goesOn: ReadonlyMap<number, number | null>, at: number): boolean {
    return this.homes!.grid[at] !== 0 && goesOn.get(this.plan.label[at]!) !== this.homes!.grid[at];
  }
}

/** When the browser has time; at once where it does not say. */
const soon = (deed: () => void): number =>
  typeof requestIdleCallback === "function" ? requestIdleCallback(deed, { timeout: 300 }) : Number(setTimeout(deed, 100));

export function row({ number, name, kind, continues, locked }: GridSheet): GridRow {
  return { number, name, kind, continues, locked };
}
