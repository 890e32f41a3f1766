// Where the number of a grid stands: in the middle of the cell that lies nearest to the middle of the grid.
import type { Position } from "geojson";
import type { Plan } from "./plan";

export function labelPoints(plan: Plan): Map<number, Position> {
  const { ground, label } = plan;
  const sums = new Map<number, [x: number, y: number, area: number]>();
  for (let at = 0; at < label.length; at++) {
    let sum = sums.get(label[at]!);
    if (!sum) sums.set(label[at]!, (sum = [0, 0, 0]));
    const area = ground.cellArea[at] || 1e-12;
    sum[0] += ground.cellX[at]! * area;
    sum[1] += ground.cellY[at]! * area;
    sum[2] += area;
  }
  const best = new Map<number, [number, number]>();
  for (let at = 0; at < label.length; at++) {
    const [x, y, area] = sums.get(label[at]!)!;
    const away = Math.hypot(ground.cellX[at]! - x / area, ground.cellY[at]! - y / area);
    const found = best.get(label[at]!);
    if (!found || away < found[0]) best.set(label[at]!, [away, at]);
  }
  return new Map([...best].map(([number, [, at]]) => [number, [ground.cellX[at]!, ground.cellY[at]!]]));
}
