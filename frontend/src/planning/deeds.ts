// What a person does to a plan, each a step that can be taken back and is said in words.
import type { LineString, Polygon } from "geojson";
import { deviation, parts } from "./checks";
import type { GridRow } from "./contract";
import { NONE } from "./ground";
import type { Session } from "./session";
import { byLine, inHalves, within } from "./splitting";
import { number, t } from "./words";

/** How a grid stands after a change: "grid 3 now 296, below 300". */
export function standing(session: Session, grid: number): string {
  const { plan, terms } = session;
  const amount = plan.of(grid)[terms.measure];
  const off = plan.grid(grid)?.kind === "special" ? 0 : deviation(amount, terms);
  const facts = { grid, amount: number(amount), min: number(terms.min), max: number(terms.max) };
  const said = off < 0 ? t("grid {grid} now {amount}, below {min}", facts)
    : off > 0 ? t("grid {grid} now {amount}, above {max}", facts) : t("grid {grid} now {amount}", facts);
  const torn = parts(plan, grid).length > 1 ? t("grid {grid} is torn apart", { grid }) : "";
  return [said, torn].filter(Boolean).join(t(", "));
}

function sentence(...parts: string[]): string {
  return parts.filter(Boolean).join(t("; "));
}

/** Moves buildings to a grid; says why not where locks forbid it. */
export function assign(session: Session, buildings: Iterable<number>, to: number): boolean {
  const chosen = [...buildings];
  const changes = session.plan.moving(chosen, to);
  if (!changes.length) {
    const { plan } = session;
    const locked = plan.locked(to) || chosen.some((at) => plan.locked(plan.label[at]!));
    session.say(locked ? t("A locked grid stays as it is. Unlock it first.") : chosen.some((at) => plan.held.has(at)) ? t("A held building stays in its grid. Release it first.") : t("Nothing to move: they are in grid {grid} already.", { grid: to }));
    return false;
  }
  const first = session.ground.name(changes[0]![0]);
  const from = [...new Set(changes.map(([, grid]) => grid))];
  const what = changes.length === 1
    ? t("{building} moved from grid {from} to grid {to}", { building: first, from: from[0], to })
    : t("{n} buildings moved to grid {to}", { n: changes.length, to });
  if (!session.edit({ changes, said: what })) return false;
  session.say(sentence(what, ...[...from.filter(Boolean), to].map((grid) => standing(session, grid))));
  return true;
}

function changeGrids(session: Session, change: (rows: GridRow[]) => GridRow[]): { before: GridRow[]; after: GridRow[] } {
  const before = session.plan.grids;
  return { before, after: change([...before]).sort((a, b) => a.number - b.number) };
}

export function rewrite(session: Session, grid: number, more: Partial<GridRow>, said: string): void {
  session.edit({ changes: [], said, ...changeGrids(session, (rows) => rows.map((row) => (row.number === grid ? { ...row, ...more } : row))) });
}

export function lock(session: Session, grid: number): void {
  const locked = !session.plan.locked(grid);
  rewrite(session, grid, { locked }, locked ? t("Grid {grid} is locked", { grid }) : t("Grid {grid} is unlocked", { grid }));
}

/** Holds buildings in the grid they are in, or releases them where all are held already. */
export function hold(session: Session, buildings: Iterable<number>): boolean {
  const { plan, ground } = session;
  const chosen = [...buildings].filter((at) => plan.label[at] !== NONE);
  if (!chosen.length) {
    session.say(t("Only a building that is in a grid can be held there."));
    return false;
  }
  const free = chosen.filter((at) => !plan.held.has(at));
  const turned = free.length ? free : chosen;
  const facts = { n: turned.length, building: ground.name(turned[0]!), grid: plan.label[turned[0]!] };
  const one = turned.length === 1;
  const said = free.length
    ? one ? t("{building} is held in grid {grid}", facts) : t("{n} buildings are held where they are", facts)
    : one ? t("{building} is released", facts) : t("{n} buildings are released", facts);
  return session.edit({ changes: [], turned, said });
}

export function merge(session: Session, gone: number, into: number): boolean {
  const { plan } = session;
  if (plan.locked(gone) || plan.locked(into)) {
    session.say(t("A locked grid stays as it is. Unlock it first."));
    return false;
  }
  if (plan.heldIn(gone)) {
    session.say(t("{n} buildings of grid {grid} are held there. Release them first.", { n: plan.heldIn(gone), grid: gone }));
    return false;
  }
  const changes = plan.moving(plan.members(gone), into);
  const what = t("Grid {gone} merged into grid {into}", { gone, into });
  const done = session.edit({ changes, said: what, ...changeGrids(session, (rows) => rows.filter((row) => row.number !== gone)) });
  session.grid = into;
  if (done) session.say(sentence(what, standing(session, into)));
  return done;
}

/** Some buildings become a grid of their own. */
export function found(session: Session, buildings: number[]): boolean {
  const { plan } = session;
  const fresh = plan.free(session.ended);
  const changes = plan.moving(buildings, fresh);
  if (!changes.length) {
    session.say(t("There is no building in there that could move."));
    return false;
  }
  const from = [...new Set(changes.map(([, grid]) => grid))].filter(Boolean);
  const row: GridRow = { number: fresh, name: t("Grid no. {grid}", { grid: fresh }), kind: "base", continues: null, locked: false };
  const emptied = new Set(from.filter((grid) => plan.of(grid).buildings === changes.filter(([, was]) => was === grid).length));
  const grids = changeGrids(session, (rows) => [...rows.filter(({ number: each }) => !emptied.has(each)), row]);
  const what = t("{n} buildings became grid {grid}", { n: changes.length, grid: fresh });
  const done = session.edit({ changes, said: what, ...grids });
  session.grid = fresh;
  if (done) session.say(sentence(what, ...[...from.filter((grid) => !emptied.has(grid)), fresh].map((grid) => standing(session, grid))));
  return done;
}

/** Splits a grid in halves along its longer axis. */
export function halve(session: Session, grid: number): boolean {
  if (session.plan.locked(grid)) {
    session.say(t("A locked grid stays as it is. Unlock it first."));
    return false;
  }
  const weight = session.terms.measure === "people" ? session.ground.people : session.ground.households;
  const { held } = session.plan;
  const members = session.plan.members(grid);
  let half = inHalves(session.ground, members, weight);
  const rest = members.filter((at) => !half.includes(at));
  if (half.some((at) => held.has(at)) && !rest.some((at) => held.has(at))) half = rest;
  if (!half.length) {
    session.say(t("Grid {grid} has a single building: it cannot be split.", { grid }));
    return false;
  }
  return found(session, half);
}

/** Splits by a drawn line: the chosen grid, or the one in which most of the line's middle lies. */
export function cutBy(session: Session, { coordinates }: LineString, at: (lon: number, lat: number) => number): boolean {
  const votes = new Map<number, number>();
  coordinates.slice(1).forEach(([bx = 0, by = 0], n) => {
    const [ax = 0, ay = 0] = coordinates[n]!;
    for (let part = 1; part < 20; part++) {
      const cell = at(ax + ((bx - ax) * part) / 20, ay + ((by - ay) * part) / 20);
      if (cell >= 0) votes.set(session.plan.label[cell]!, (votes.get(session.plan.label[cell]!) ?? 0) + 1);
    }
  });
  const grid = session.grid ?? [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
  const part = grid === undefined ? [] : byLine(session.ground, session.plan.members(grid), coordinates);
  if (!part.length) {
    session.say(t("The line parts no grid. Draw it right across the grid that you want to split."));
    return false;
  }
  return found(session, part);
}

export function outline(session: Session, { coordinates }: Polygon): boolean {
  return found(session, within(session.ground, coordinates[0] ?? []));
}

export function lasso(session: Session, { coordinates }: Polygon, add: boolean): void {
  const chosen = within(session.ground, coordinates[0] ?? []);
  session.picked = new Set(add ? [...session.picked, ...chosen] : chosen);
  session.say(chosen.length ? t("{n} buildings chosen", { n: session.picked.size }) : t("No building lies in the lasso."));
}
