// In which grid of a division each building lay: found from the outlines of its grids.
import type { Position } from "geojson";
import { EMPTY, fetchData } from "../map/data";
import type { GridRow } from "./contract";
import type { Ground } from "./ground";
import { Plan } from "./plan";
import { inside } from "./splitting";

export interface Homes {
  grid: Int32Array; // the id of its grid, 0 for none
  plan: Plan;
  colours: Map<number, number>;
}

type Rings = Position[][];

function holds(polygons: Rings[], lon: number, lat: number): boolean {
  return polygons.some((rings) => rings.reduce((odd, ring) => odd !== inside(ring, lon, lat), false));
}

export async function homesIn(ground: Ground, url: string): Promise<Homes> {
  const data = await fetchData(url, new AbortController().signal).catch(() => EMPTY);
  const grids = data.features.filter(({ properties }) => properties.layer === "grid").map(({ geometry, properties }) => ({
    id: Number(properties.id), number: Number(properties.number), colour: Number(properties.colour ?? 0),
    name: String(properties.name ?? ""), kind: properties.kind === "special" ? "special" as const : "base" as const,
    polygons: geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [],
  }));
  const grid = new Int32Array(ground.size);
  const assignment: Record<string, number> = {};
  ground.buildings.forEach(({ id, lon, lat }, at) => {
    const found = grids.find(({ polygons }) => holds(polygons, lon, lat))
      ?? grids.find(({ polygons }) => holds(polygons, ground.cellX[at]!, ground.cellY[at]!));
    if (!found) return;
    grid[at] = found.id;
    assignment[String(id)] = found.number;
  });
  const rows: GridRow[] = grids.map(({ id, number, name, kind }) => ({ number, name, kind, continues: id, locked: false }));
  return { grid, plan: new Plan(ground, assignment, rows), colours: new Map(grids.map(({ number, colour }) => [number, colour])) };
}
