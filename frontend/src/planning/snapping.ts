// The nearest point on a road, river or wall: what a line being drawn clings to.
import type { Position } from "geojson";

type Segment = [ax: number, ay: number, bx: number, by: number];

export class Lines {
  readonly #segments: Segment[] = [];

  constructor(lines: Iterable<Position[]>) {
    for (const line of lines) {
      for (let at = 0; at + 1 < line.length; at++) {
        const [ax = 0, ay = 0] = line[at]!;
        const [bx = 0, by = 0] = line[at + 1]!;
        this.#segments.push([ax, ay, bx, by]);
      }
    }
  }

  /** The nearest point on any line within `reach` degrees of latitude, or nothing. */
  nearest(lon: number, lat: number, reach: number): Position | undefined {
    const wide = Math.cos((lat * Math.PI) / 180) || 1;
    let [best, found] = [reach * reach, undefined as Position | undefined];
    for (const [ax, ay, bx, by] of this.#segments) {
      if (Math.min(ay, by) > lat + reach || Math.max(ay, by) < lat - reach) continue;
      const [dx, dy] = [(bx - ax) * wide, by - ay];
      const square = dx * dx + dy * dy;
      const along = square ? Math.min(1, Math.max(0, (((lon - ax) * wide) * dx + (lat - ay) * dy) / square)) : 0;
      const [ox, oy] = [(ax + (bx - ax) * along - lon) * wide, ay + (by - ay) * along - lat];
      const away = ox * ox + oy * oy;
      if (away < best) [best, found] = [away, [ax + (bx - ax) * along, ay + (by - ay) * along]];
    }
    return found;
  }
}
