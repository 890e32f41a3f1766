// What can be checked at once, while somebody drags: range, gap, torn grid, compound cut. It warns and never blocks.
import type { GridRow, Terms } from "./contract";
import { type Ground, NONE } from "./ground";
import type { Change, Plan } from "./plan";

export type Kind = "below" | "above" | "torn" | "empty" | "gap" | "cut";

export interface Warning {
  kind: Kind;
  grid?: number;
  amount?: number;
  buildings?: number[];
}

/** How far a grid is outside the range: negative below, positive above, nought inside. */
export function deviation(amount: number, terms: Pick<Terms, "min" | "max">): number {
  if (amount < terms.min) return amount - terms.min;
  return amount > terms.max ? amount - terms.max : 0;
}

/** The connected parts of these buildings, all of one grid; the largest first. */
function pieces({ label, ground }: Plan, members: number[]): number[][] {
  const seen = new Set<number>();
  const found: number[][] = [];
  for (const start of members) {
    if (seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (let next = 0; next < part.length; next++) {
      for (const { to } of ground.sides[part[next]!]!) {
        if (label[to] !== label[start] || seen.has(to)) continue;
        seen.add(to);
        part.push(to);
      }
    }
    found.push(part);
  }
  return found.sort((a, b) => b.length - a.length);
}

function ofGrid(plan: Plan, grid: GridRow, terms: Terms, members: number[]): Warning[] {
  const sums = plan.of(grid.number);
  if (!sums.buildings) return [{ kind: "empty", grid: grid.number }];
  const found: Warning[] = [];
  const amount = sums[terms.measure];
  const other = terms.people && terms.measure !== "people" ? deviation(sums.people, terms.people) === 0 : false;
  const off = grid.kind === "special" || other ? 0 : deviation(amount, terms);
  if (off) found.push({ kind: off < 0 ? "below" : "above", grid: grid.number, amount });
  const torn = pieces(plan, members).slice(1).flat();
  if (torn.length) found.push({ kind: "torn", grid: grid.number, amount: torn.length, buildings: torn });
  return found;
}

function gaps(plan: Plan): Warning[] {
  const known = new Set(plan.grids.map(({ number }) => number));
  const lost: number[] = [];
  for (let at = 0; at < plan.label.length; at++) {
    if (plan.label[at] === NONE || !known.has(plan.label[at]!)) lost.push(at);
  }
  return lost.length ? [{ kind: "gap", amount: lost.length, buildings: lost }] : [];
}

/** The buildings of each compound. */
function compounds({ compound }: Ground): Map<number, number[]> {
  const found = new Map<number, number[]>();
  compound.forEach((each, at) => {
    if (each < 0) return;
    const rows = found.get(each);
    if (rows) rows.push(at);
    else found.set(each, [at]);
  });
  return found;
}

/** A compound in several grids that would have room in one. */
function cut(plan: Plan, terms: Terms, rows: number[]): Warning[] {
  const grids = new Set(rows.map((at) => plan.label[at]!));
  if (grids.size < 2) return [];
  const amount = rows.reduce((sum, at) => sum + plan.ground[terms.measure][at]!, 0);
  return amount <= terms.max ? [{ kind: "cut", amount: grids.size, buildings: rows }] : [];
}

/** The connected parts of one grid, the one with most buildings first. */
export const parts = (plan: Plan, number: number): number[][] => pieces(plan, plan.members(number));

/** What is to be warned of, kept while buildings move one by one: only what a move concerns is looked at again. */
export class Checker {
  readonly #plan: Plan;
  readonly #terms: Terms;
  readonly #compounds: Map<number, number[]>;
  readonly #ofGrid = new Map<number, Warning[]>();
  readonly #ofCompound = new Map<number, Warning[]>();

  constructor(plan: Plan, terms: Terms) {
    [this.#plan, this.#terms] = [plan, terms];
    this.#compounds = compounds(plan.ground);
    const members = new Map<number, number[]>(plan.grids.map(({ number }) => [number, []]));
    plan.label.forEach((number, at) => members.get(number)?.push(at));
    for (const grid of plan.grids) this.#ofGrid.set(grid.number, ofGrid(plan, grid, terms, members.get(grid.number)!));
    for (const [compound, rows] of this.#compounds) this.#ofCompound.set(compound, cut(plan, terms, rows));
  }

  get warnings(): Warning[] {
    const grids = this.#plan.grids.flatMap(({ number }) => this.#ofGrid.get(number) ?? []);
    return [...gaps(this.#plan), ...grids, ...[...this.#ofCompound.values()].flat()];
  }

  /** Looks again at what these moves concern. */
  moved(changes: readonly Change[]): void {
    const [plan, terms] = [this.#plan, this.#terms];
    for (const number of new Set(changes.flatMap(([, from, to]) => [from, to]))) {
      const grid = plan.grid(number);
      if (grid) this.#ofGrid.set(number, ofGrid(plan, grid, terms, plan.members(number)));
    }
    for (const compound of new Set(changes.map(([at]) => plan.ground.compound[at]!))) {
      const rows = this.#compounds.get(compound);
      if (rows) this.#ofCompound.set(compound, cut(plan, terms, rows));
    }
  }
}

export const check = (plan: Plan, terms: Terms): Warning[] => new Checker(plan, terms).warnings;
