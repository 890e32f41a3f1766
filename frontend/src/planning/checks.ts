// What can be checked at once, while somebody drags: range, gap, torn grid, compound cut. It warns and never blocks.
import type { GridRow, Terms } from "./contract";
import { NONE } from "./ground";
import type { Plan } from "./plan";

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

/** The connected parts of every grid, the largest of each first: one walk over all buildings. */
function allParts(plan: Plan): Map<number, number[][]> {
  const { label, ground } = plan;
  const seen = new Uint8Array(label.length);
  const found = new Map<number, number[][]>();
  for (let start = 0; start < label.length; start++) {
    if (seen[start]) continue;
    const [number, part] = [label[start]!, [start]];
    seen[start] = 1;
    for (let next = 0; next < part.length; next++) {
      for (const { to } of ground.sides[part[next]!]!) {
        if (seen[to] || label[to] !== number) continue;
        seen[to] = 1;
        part.push(to);
      }
    }
    const others = found.get(number);
    if (others) others.push(part);
    else found.set(number, [part]);
  }
  for (const each of found.values()) each.sort((a, b) => b.length - a.length);
  return found;
}

function ofGrid(plan: Plan, grid: GridRow, terms: Terms, pieces: number[][]): Warning[] {
  const sums = plan.of(grid.number);
  if (!sums.buildings) return [{ kind: "empty", grid: grid.number }];
  const found: Warning[] = [];
  const amount = sums[terms.measure];
  const other = terms.people && terms.measure !== "people" ? deviation(sums.people, terms.people) === 0 : false;
  const off = grid.kind === "special" || other ? 0 : deviation(amount, terms);
  if (off) found.push({ kind: off < 0 ? "below" : "above", grid: grid.number, amount });
  const torn = pieces.slice(1).flat();
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

/** Compounds in several grids that would have room in one. */
function cuts(plan: Plan, terms: Terms): Warning[] {
  const compounds = new Map<number, number[]>();
  plan.ground.compound.forEach((compound, at) => {
    if (compound < 0) return;
    const rows = compounds.get(compound);
    if (rows) rows.push(at);
    else compounds.set(compound, [at]);
  });
  const found: Warning[] = [];
  for (const rows of compounds.values()) {
    const grids = new Set(rows.map((at) => plan.label[at]!));
    const amount = rows.reduce((sum, at) => sum + plan.ground[terms.measure][at]!, 0);
    if (grids.size > 1 && amount <= terms.max) found.push({ kind: "cut", amount: grids.size, buildings: rows });
  }
  return found;
}

/** The connected parts of one grid, the one with most buildings first. */
export const parts = (plan: Plan, number: number): number[][] => allParts(plan).get(number) ?? [];

export function check(plan: Plan, terms: Terms): Warning[] {
  const pieces = allParts(plan);
  return [...gaps(plan), ...plan.grids.flatMap((grid) => ofGrid(plan, grid, terms, pieces.get(grid.number) ?? [])), ...cuts(plan, terms)];
}
