// Walking from building to building with the arrow keys.
import type { Ground } from "./ground";

export type Way = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";
const WAYS: Record<Way, [number, number]> = {
  ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
};

function price(ground: Ground, from: number, to: number, [wx, wy]: [number, number]): number {
  const [dx, dy] = [ground.x[to]! - ground.x[from]!, ground.y[to]! - ground.y[from]!];
  const ahead = dx * wx + dy * wy;
  const aside = Math.abs(dx * wy - dy * wx);
  return ahead <= 0 || aside > ahead * 2.5 ? Infinity : ahead + 2 * aside;
}

function nearest(ground: Ground, from: number, way: [number, number], among: Iterable<number>): number {
  let [best, found] = [Infinity, -1];
  for (const to of among) {
    const each = to === from ? Infinity : price(ground, from, to, way);
    if (each < best) [best, found] = [each, to];
  }
  return found;
}

/** The building next to this one in a direction: a neighbour if there is one that way, else the nearest of all. */
export function step(ground: Ground, from: number, key: Way): number {
  const way = WAYS[key];
  const next = nearest(ground, from, way, ground.sides[from]?.map(({ to }) => to) ?? []);
  if (next >= 0) return next;
  const far = nearest(ground, from, way, ground.x.keys());
  return far >= 0 ? far : from;
}

export const isWay = (key: string): key is Way => key in WAYS;
