// Cutting a grid in two: by a line that somebody drew, or in halves along its longer axis.
import type { Position } from "geojson";
import type { Ground } from "./ground";
import { NONE } from "./ground";

/** Whether a point lies in a ring (even-odd). */
export function inside(ring: Position[], x: number, y: number): boolean {
  let within = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [ax = 0, ay = 0] = ring[at]!;
    const [bx = 0, by = 0] = ring[before]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

/** The buildings whose point lies in a ring of degrees. */
export function within(ground: Ground, ring: Position[]): number[] {
  const found: number[] = [];
  ground.buildings.forEach(({ lon, lat }, at) => {
    if (inside(ring, lon, lat)) found.push(at);
  });
  return found;
}

/** Which side of a line (its ends prolonged) a point lies on: above nought is left. */
function side(line: Position[], x: number, y: number): number {
  let [best, found] = [Infinity, 0];
  for (let at = 0; at + 1 < line.length; at++) {
    const [ax = 0, ay = 0] = line[at]!;
    const [bx = 0, by = 0] = line[at + 1]!;
    const [dx, dy] = [bx - ax, by - ay];
    const square = dx * dx + dy * dy;
    if (!square) continue;
    let along = ((x - ax) * dx + (y - ay) * dy) / square;
    if (at > 0) along = Math.max(0, along);
    if (at + 2 < line.length) along = Math.min(1, along);
    const away = (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2;
    if (away < best - 1e-9) [best, found] = [away, dx * (y - ay) - dy * (x - ax)];
  }
  return found;
}

/** The members of a grid to the left of a line given in degrees; the smaller side is the new grid. */
export function byLine(ground: Ground, members: number[], line: Position[]): number[] {
  const metres = line.map(([lon = 0, lat = 0]) => ground.metres(lon, lat));
  const left = members.filter((at) => side(metres, ground.x[at]!, ground.y[at]!) > 0);
  const right = members.filter((at) => !left.includes(at));
  if (!left.length || !right.length) return [];
  return left.length <= right.length ? left : right;
}

function connected(ground: Ground, members: number[]): boolean {
  const mine = new Set(members);
  const reached = [members[0] ?? NONE];
  const seen = new Set(reached);
  for (let next = 0; next < reached.length; next++) {
    for (const { to } of ground.sides[reached[next]!]!) {
      if (!mine.has(to) || seen.has(to)) continue;
      seen.add(to);
      reached.push(to);
    }
  }
  return seen.size === mine.size;
}

/** How much border a cut makes, the harder to cross the cheaper: a road is a good place to part. */
function seam(ground: Ground, half: Set<number>, members: Set<number>): number {
  let total = 0;
  for (const at of half) {
    for (const { to, length, barrier } of ground.sides[at]!) {
      if (members.has(to) && !half.has(to)) total += length / (1 + 2 * barrier);
    }
  }
  return total;
}

function axis(ground: Ground, members: number[]): number {
  const middle = (values: Float64Array) => members.reduce((sum, at) => sum + values[at]!, 0) / members.length;
  const [mx, my] = [middle(ground.x), middle(ground.y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (const at of members) {
    const [x, y] = [ground.x[at]! - mx, ground.y[at]! - my];
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  return 0.5 * Math.atan2(2 * xy, xx - yy);
}

/** The members sorted along a direction and cut where half of the weight is reached. */
function cut(ground: Ground, members: number[], weight: Float64Array, angle: number): number[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = (at: number) => ground.x[at]! * cos + ground.y[at]! * sin;
  const sorted = [...members].sort((a, b) => along(a) - along(b) || a - b);
  const total = sorted.reduce((sum, at) => sum + weight[at]!, 0);
  let [sum, end] = [0, 0];
  while (end < sorted.length - 1 && sum + weight[sorted[end]!]! / 2 <= total / 2) sum += weight[sorted[end++]!]!;
  return sorted.slice(Math.max(1, end));
}

const DIRECTIONS = 12;

/** One half of a grid, both halves connected where that is possible: even, across the longer axis, at a short border. */
export function inHalves(ground: Ground, members: number[], weight: Float64Array): number[] {
  if (members.length < 2) return [];
  const main = axis(ground, members);
  const all = new Set(members);
  const total = members.reduce((sum, at) => sum + weight[at]!, 0) || 1;
  let [best, found] = [Infinity, [] as number[]];
  for (let turn = 0; turn < DIRECTIONS; turn++) {
    const half = cut(ground, members, weight, main + (turn * Math.PI) / DIRECTIONS);
    const chosen = new Set(half);
    const rest = members.filter((at) => !chosen.has(at));
    const torn = Number(!connected(ground, half)) + Number(!connected(ground, rest));
    const uneven = Math.abs(half.reduce((sum, at) => sum + weight[at]!, 0) / total - 0.5);
    const skew = Math.min(turn, DIRECTIONS - turn) / DIRECTIONS;
    const price = torn * 100 + uneven * 4 + skew * 0.5 + seam(ground, chosen, all) / 2000;
    if (price < best) [best, found] = [price, half];
  }
  return found;
}
