// The ground of a plan in typed arrays: buildings by index, who is next to whom, and what lies between.
import type { Position } from "geojson";
import type { BuildingRow, Factor, GroundJson, Terms } from "./contract";

export const NONE = 0; // the grid of a building that belongs to none

export interface Side {
  to: number;
  length: number;
  barrier: number;
}

/** The rings of a cell, whatever its geometry. */
export function rings(cell: GroundJson["cells"][number] | null | undefined): Position[][] {
  if (!cell) return [];
  return cell.type === "Polygon" ? cell.coordinates : cell.coordinates.flat();
}

function centre(ring: Position[]): [number, number, number] {
  let [area, cx, cy] = [0, 0, 0];
  const [ox = 0, oy = 0] = ring[0] ?? [];
  for (let at = 0; at + 1 < ring.length; at++) {
    const [x, y, nx, ny] = [ring[at]![0]! - ox, ring[at]![1]! - oy, ring[at + 1]![0]! - ox, ring[at + 1]![1]! - oy];
    const cross = x * ny - nx * y;
    area += cross;
    cx += (x + nx) * cross;
    cy += (y + ny) * cross;
  }
  return area ? [ox + cx / (3 * area), oy + cy / (3 * area), Math.abs(area / 2)] : [ox, oy, 0];
}

export class Ground {
  readonly buildings: BuildingRow[];
  readonly sides: Side[][];
  readonly index = new Map<number, number>();
  readonly x: Float64Array; // metres east of the middle
  readonly y: Float64Array; // metres north of it
  readonly cellX: Float64Array; // degrees, the middle of the cell
  readonly cellY: Float64Array;
  readonly cellArea: Float64Array;
  readonly households: Float64Array;
  readonly people: Float64Array;
  readonly merchants: Float64Array;
  readonly load: Float64Array;
  readonly compound: Int32Array;
  readonly json: GroundJson;

  constructor(json: GroundJson) {
    this.json = json;
    this.buildings = json.buildings;
    const n = json.buildings.length;
    const array = () => new Float64Array(n);
    [this.x, this.y, this.cellX, this.cellY, this.cellArea] = [array(), array(), array(), array(), array()];
    [this.households, this.people, this.merchants, this.load] = [array(), array(), array(), array()];
    this.compound = new Int32Array(n).fill(-1);
    this.sides = Array.from({ length: n }, () => []);
    this.#fill();
    for (const [a, b, length, barrier] of json.edges) {
      this.sides[a]!.push({ to: b, length, barrier });
      this.sides[b]!.push({ to: a, length, barrier });
    }
  }

  get size(): number {
    return this.buildings.length;
  }

  /** Where building `at` lies in the order of the ground; -1 for one that is not there. */
  at(id: number): number {
    return this.index.get(id) ?? -1;
  }

  name(at: number): string {
    const row = this.buildings[at];
    return row ? [row.compound, row.name].filter(Boolean).join(" ") : "";
  }

  /** Weighs the work of each building by these factors; area counts by the hectare. */
  weigh(work: Terms["work"]): void {
    const factors = Object.entries(work) as [Factor, number][];
    this.buildings.forEach((row, at) => {
      this.load[at] = factors.reduce((sum, [name, factor]) => sum + factor * (name === "area" ? row.area / 1e4 : row[name]), 0);
    });
  }

  metres(lon: number, lat: number): [number, number] {
    const scale = 111_320;
    return [(lon - this.#lon) * scale * Math.cos((this.#lat * Math.PI) / 180), (lat - this.#lat) * scale];
  }

  #lon = 0;
  #lat = 0;

  #fill(): void {
    const compounds = new Map<string, number>();
    const { buildings } = this;
    this.#lon = buildings.reduce((sum, { lon }) => sum + lon, 0) / Math.max(1, buildings.length);
    this.#lat = buildings.reduce((sum, { lat }) => sum + lat, 0) / Math.max(1, buildings.length);
    buildings.forEach((row, at) => {
      this.index.set(row.id, at);
      [this.x[at], this.y[at]] = this.metres(row.lon, row.lat);
      this.households[at] = row.households;
      this.people[at] = row.people;
      this.merchants[at] = row.merchants;
      this.load[at] = row.households;
      if (row.compound) {
        if (!compounds.has(row.compound)) compounds.set(row.compound, compounds.size);
        this.compound[at] = compounds.get(row.compound)!;
      }
      const found = rings(this.json.cells[at]).map(centre).sort((a, b) => b[2] - a[2])[0] ?? [row.lon, row.lat, 0];
      [this.cellX[at], this.cellY[at], this.cellArea[at]] = found;
    });
  }
}
