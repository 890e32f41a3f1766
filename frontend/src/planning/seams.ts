// The lines between cells: what is drawn where the grids of two neighbours differ, so that no server need dissolve them.
import type { Position } from "geojson";
import { type Ground, rings } from "./ground";

/** The common border of cells a and b; b is -1 where the community ends. */
export interface Seam {
  a: number;
  b: number;
  lines: Position[][];
}

const GRAIN = 1e7; // a centimetre
const BOX = 0.0005; // degrees, about the size of a cell

const key = ([x = 0, y = 0]: Position): string => `${Math.round(x * GRAIN)},${Math.round(y * GRAIN)}`;

class Corners {
  readonly #boxes = new Map<string, Position[]>();
  readonly #known = new Set<string>();

  add(point: Position): void {
    const name = key(point);
    if (this.#known.has(name)) return;
    this.#known.add(name);
    const box = `${Math.floor(point[0]! / BOX)},${Math.floor(point[1]! / BOX)}`;
    const found = this.#boxes.get(box);
    if (found) found.push(point);
    else this.#boxes.set(box, [point]);
  }

  /** The corners of other cells that lie on a segment, in its order: where it must be cut to match them. */
  on(a: Position, b: Position): Position[] {
    const [ax, ay, bx, by] = [a[0]!, a[1]!, b[0]!, b[1]!];
    const [dx, dy] = [bx - ax, by - ay];
    const square = dx * dx + dy * dy;
    const found: [number, Position][] = [];
    for (let column = Math.floor(Math.min(ax, bx) / BOX); column <= Math.floor(Math.max(ax, bx) / BOX); column++) {
      for (let row = Math.floor(Math.min(ay, by) / BOX); row <= Math.floor(Math.max(ay, by) / BOX); row++) {
        for (const point of this.#boxes.get(`${column},${row}`) ?? []) {
          const along = ((point[0]! - ax) * dx + (point[1]! - ay) * dy) / square;
          if (along <= 1e-6 || along >= 1 - 1e-6) continue;
          const off = Math.hypot(ax + along * dx - point[0]!, ay + along * dy - point[1]!);
          if (off < 3 / GRAIN) found.push([along, point]);
        }
      }
    }
    return found.sort((one, two) => one[0] - two[0]).map(([, point]) => point);
  }
}

/** Every border between two cells, and every stretch of a cell that no other shares. */
export function seams(ground: Ground): Seam[] {
  const corners = new Corners();
  const cells = ground.json.cells.map(rings);
  for (const cell of cells) for (const ring of cell) for (const point of ring) corners.add(point);
  const owner = new Map<string, [cell: number, a: Position, b: Position]>();
  const found = new Map<string, Seam>();
  const put = (a: number, b: number, line: Position[]) => {
    const pair = `${a},${b}`;
    const seam = found.get(pair);
    if (seam) seam.lines.push(line);
    else found.set(pair, { a, b, lines: [line] });
  };
  cells.forEach((cell, at) => {
    for (const ring of cell) {
      for (let n = 0; n + 1 < ring.length; n++) {
        const chain = [ring[n]!, ...corners.on(ring[n]!, ring[n + 1]!), ring[n + 1]!];
        for (let m = 0; m + 1 < chain.length; m++) {
          const [from, to] = [chain[m]!, chain[m + 1]!];
          const [one, two] = [key(from), key(to)];
          if (one === two) continue;
          const name = one < two ? `${one};${two}` : `${two};${one}`;
          const other = owner.get(name);
          if (!other) owner.set(name, [at, from, to]);
          else {
            owner.delete(name);
            if (other[0] !== at) put(Math.min(other[0], at), Math.max(other[0], at), [from, to]);
          }
        }
      }
    }
  });
  for (const [cell, from, to] of owner.values()) put(cell, -1, [from, to]);
  return [...found.values()].map((seam) => ({ ...seam, lines: joined(seam.lines) }));
}

/** Segments that meet end to end as one line, so that corners are mitred. */
function joined(segments: Position[][]): Position[][] {
  const lines: Position[][] = [];
  const open = new Map<string, Position[]>();
  for (const [from, to] of segments as [Position, Position][]) {
    const [start, end] = [key(from), key(to)];
    const [tail, head] = [open.get(start), open.get(end)];
    const line = tail ?? head;
    if (!line) {
      const fresh = [from, to];
      lines.push(fresh);
      open.set(start, fresh);
      open.set(end, fresh);
      continue;
    }
    const [meeting, other] = tail ? [start, to] : [end, from];
    if (key(line[line.length - 1]!) === meeting) line.push(other);
    else if (key(line[0]!) === meeting) line.unshift(other);
    else {
      lines.push([from, to]);
      continue;
    }
    open.delete(meeting);
    open.set(key(other), line);
  }
  return lines;
}
