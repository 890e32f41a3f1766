// A small ground for the tests: a chequerboard of square cells, a hundred households each.
import type { GridRow, GroundJson, Terms } from "./contract";
import { Ground } from "./ground";
import { Plan } from "./plan";

const SIDE = 0.001;

/** Rows of `wide` buildings, numbered from 1, west to east and south to north; two to a compound. */
export function village(wide = 4, high = 2): GroundJson {
  const at = (x: number, y: number) => y * wide + x;
  const buildings: GroundJson["buildings"] = [];
  const cells: GroundJson["cells"] = [];
  const edges: GroundJson["edges"] = [];
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const [west, south] = [116 + x * SIDE, 39 + y * SIDE];
      buildings.push({
        id: at(x, y) + 1, name: `${at(x, y) + 1}`, compound: `c${Math.floor(at(x, y) / 2)}`, lon: west + SIDE / 2,
        lat: south + SIDE / 2, households: 100, people: 250, registered: 200, floating: 50, care: 3, merchants: 1,
        units: 1, floors: 6, area: 9000, outside: false,
      });
      const [east, north] = [west + SIDE, south + SIDE];
      cells.push({ type: "Polygon", coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] });
      if (x) edges.push([at(x - 1, y), at(x, y), 100, 0, 0]);
      if (y) edges.push([at(x, y - 1), at(x, y), 100, 2, 0]);
    }
  }
  return { stamp: "village", code: "", name: "", buildings, cells, edges, barriers: [], facilities: [] };
}

export const TERMS: Terms = {
  min: 300, max: 500, k: null, measure: "households", people: null, work: {}, keep: 0, compounds_whole: false, seconds: 5,
  dial: { evenness: 10, shape: 1, compound: 0.3, zone: 0.5 },
};

export const grid = (number: number, more: Partial<GridRow> = {}): GridRow => ({
  number, name: `第${number}网格`, kind: "base", continues: null, locked: false, ...more,
});

/** The west half is grid 1, the east half grid 2. */
export function halves(): Plan {
  const ground = new Ground(village());
  const assignment = Object.fromEntries(ground.buildings.map(({ id }, at) => [String(id), at % 4 < 2 ? 1 : 2]));
  return new Plan(ground, assignment, [grid(1), grid(2)]);
}
