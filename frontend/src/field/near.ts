// Which buildings are near a point, in metres.
import type { Held } from "./store";

export type Building = Held["buildings"][number];
const NEAR = 150;
const CHIPS = 3;

export function metres(lon: number, lat: number, building: Building): number {
  if (building.lon === null || building.lat === null) return Infinity;
  const x = (building.lon - lon) * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(x, building.lat - lat) * 111_195;
}

export function nearest(lon: number, lat: number, buildings: Building[]): [number, Building][] {
  return buildings.map((each): [number, Building] => [metres(lon, lat, each), each])
    .filter(([far]) => far <= NEAR).sort((a, b) => a[0] - b[0]).slice(0, CHIPS);
}
