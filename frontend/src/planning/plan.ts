// A plan while somebody works on it: which grid each building is in, the sums of each grid, and how to change them.
import type { GridRow } from "./contract";
import { type Ground, NONE } from "./ground";

export type Change = [at: number, from: number, to: number];

/** One step that can be taken back: buildings that change grid, and grids that come, go or change. */
export interface Step {
  changes: Change[];
  before?: GridRow[];
  after?: GridRow[];
  turned?: number[]; // buildings that are held from now on, or no longer
  said: string;
}

export interface Sums {
  buildings: number;
  households: number;
  people: number;
  merchants: number;
  load: number;
}

const empty = (): Sums => ({ buildings: 0, households: 0, people: 0, merchants: 0, load: 0 });

export class Plan {
  readonly ground: Ground;
  readonly label: Int32Array;
  grids: GridRow[];
  readonly held: Set<number>; // buildings that stay in their grid, by index
  readonly sums = new Map<number, Sums>();

  constructor(ground: Ground, assignment: Record<string, number>, grids: GridRow[], pins: number[] = []) {
    this.ground = ground;
    this.held = new Set(pins.map((id) => ground.at(id)).filter((at) => at >= 0));
    this.label = new Int32Array(ground.size).fill(NONE);
    for (const [id, number] of Object.entries(assignment)) {
      const at = ground.at(Number(id));
      if (at >= 0) this.label[at] = number;
    }
    this.grids = [...grids];
    this.#count();
  }

  grid(number: number): GridRow | undefined {
    return this.grids.find((grid) => grid.number === number);
  }

  of(number: number): Sums {
    return this.sums.get(number) ?? empty();
  }

  /** The buildings of a grid, by index. */
  members(number: number): number[] {
    const found: number[] = [];
    for (let at = 0; at < this.label.length; at++) if (this.label[at] === number) found.push(at);
    return found;
  }

  /** The smallest number that no grid has, nor any of those that end: a number is not given to another grid. */
  free(ended: Iterable<number> = []): number {
    const taken = new Set([...this.grids.map(({ number }) => number), ...ended]);
    let number = 1;
    while (taken.has(number)) number++;
    return number;
  }

  locked(number: number): boolean {
    return this.grid(number)?.locked ?? false;
  }

  /** How many buildings of a grid are held there. */
  heldIn(number: number): number {
    let found = 0;
    for (const at of this.held) if (this.label[at] === number) found++;
    return found;
  }

  /** The ids of the buildings that are held. */
  get pins(): number[] {
    return [...this.held].map((at) => this.ground.buildings[at]!.id).sort((a, b) => a - b);
  }

  /** What moving these buildings would change; held ones and those of locked grids stay, and nothing goes into a locked one. */
  moving(buildings: Iterable<number>, to: number): Change[] {
    if (this.locked(to)) return [];
    const changes: Change[] = [];
    for (const at of buildings) {
      const from = this.label[at]!;
      if (from !== to && !this.held.has(at) && !this.locked(from)) changes.push([at, from, to]);
    }
    return changes;
  }

  do(step: Step): void {
    for (const [at, , to] of step.changes) this.#move(at, to);
    if (step.after) this.grids = step.after;
    this.#turn(step);
  }

  undo(step: Step): void {
    for (let n = step.changes.length - 1; n >= 0; n--) this.#move(step.changes[n]![0], step.changes[n]![1]);
    if (step.before) this.grids = step.before;
    this.#turn(step);
  }

  /** The grids next to a building, or to any of several, the longest common border first. */
  neighbours(buildings: Iterable<number>): number[] {
    const chosen = new Set(buildings);
    const border = new Map<number, number>();
    for (const at of chosen) {
      for (const { to, length } of this.ground.sides[at]!) {
        const other = this.label[to]!;
        if (chosen.has(to) || other === NONE) continue;
        border.set(other, (border.get(other) ?? 0) + length + 0.001);
      }
    }
    const own = [...chosen].map((at) => this.label[at]);
    const alone = own.every((number) => number === own[0]) ? own[0] : undefined;
    return [...border].filter(([number]) => number !== alone).sort((a, b) => b[1] - a[1]).map(([number]) => number);
  }

  assignment(): Record<string, number> {
    return Object.fromEntries(this.ground.buildings.map(({ id }, at) => [String(id), this.label[at]!]));
  }

  #turn({ turned }: Step): void {
    for (const at of turned ?? []) if (!this.held.delete(at)) this.held.add(at);
  }

  #move(at: number, to: number): void {
    this.#add(this.label[at]!, at, -1);
    this.label[at] = to;
    this.#add(to, at, 1);
  }

  #add(number: number, at: number, sign: number): void {
    let sums = this.sums.get(number);
    if (!sums) this.sums.set(number, (sums = empty()));
    sums.buildings += sign;
    sums.households += sign * this.ground.households[at]!;
    sums.people += sign * this.ground.people[at]!;
    sums.merchants += sign * this.ground.merchants[at]!;
    sums.load += sign * this.ground.load[at]!;
  }

  #count(): void {
    for (let at = 0; at < this.label.length; at++) this.#add(this.label[at]!, at, 1);
  }
}
