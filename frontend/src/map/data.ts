// What the server sends: one collection whose features say which layer they belong to.
import type { Feature, FeatureCollection, Geometry, Point, Position } from "geojson";
import polylabel from "polylabel";

export interface Facts {
  layer: string;
  id?: number | string;
  colour?: number;
  number?: string;
  name?: string;
  tone?: string;
  url?: string;
  [more: string]: unknown;
}

export type MapData = FeatureCollection<Geometry, Facts>;
export const EMPTY: MapData = { type: "FeatureCollection", features: [] };

export async function fetchData(url: string, signal: AbortSignal): Promise<MapData> {
  const answer = await fetch(url, { signal, headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as MapData;
}

export function merged(parts: MapData[]): MapData {
  return { type: "FeatureCollection", features: parts.flatMap((part) => part.features) };
}

function largest(rings: Position[][][]): Position[][] {
  const area = (ring: Position[] = []) => Math.abs(ring.reduce((sum, [x = 0, y = 0], index) => {
    const [nx = 0, ny = 0] = ring[(index + 1) % ring.length] ?? [];
    return sum + x * ny - nx * y;
  }, 0));
  return rings.reduce((best, next) => (area(next[0]) > area(best[0]) ? next : best));
}

const WORDY = ["place", "court", "green", "water", "building"];

/** A school that is a place, a court and two buildings is named once: where it matters most. */
export function namedOnce(data: MapData): MapData {
  const rank = ({ properties }: Feature<Geometry, Facts>) => WORDY.indexOf(properties.layer);
  const said = new Set<string>();
  const silent = new Set<Feature<Geometry, Facts>>();
  for (const feature of data.features.filter((each) => rank(each) >= 0).sort((a, b) => rank(a) - rank(b))) {
    const name = feature.properties.name ?? "";
    if (said.has(name)) silent.add(feature);
    else if (name) said.add(name);
  }
  const hushed = (feature: Feature<Geometry, Facts>) => ({ ...feature, properties: { ...feature.properties, name: "" } });
  return { ...data, features: data.features.map((feature) => (silent.has(feature) ? hushed(feature) : feature)) };
}

const NAMED = new Set(["grid", "microgrid", "water", "green", "court"]);

/** The visual centre of each polygon with a label: the point furthest from its border. */
export function centres(data: MapData): MapData {
  const features: Feature<Point, Facts>[] = [];
  for (const { geometry, properties } of data.features) {
    if (!NAMED.has(properties.layer)) continue;
    if (geometry.type !== "Polygon" && geometry.type !== "MultiPolygon") continue;
    const rings = geometry.type === "Polygon" ? geometry.coordinates : largest(geometry.coordinates);
    const coordinates = [...polylabel(rings as [number, number][][], 0.00001)];
    features.push({ type: "Feature", geometry: { type: "Point", coordinates }, properties });
  }
  return { type: "FeatureCollection", features };
}

function* points(geometry: Geometry): Generator<Position> {
  if (geometry.type === "GeometryCollection") {
    for (const part of geometry.geometries) yield* points(part);
    return;
  }
  const walk = function* (value: unknown): Generator<Position> {
    if (Array.isArray(value) && typeof value[0] === "number") yield value as Position;
    else if (Array.isArray(value)) for (const part of value) yield* walk(part);
  };
  yield* walk(geometry.coordinates);
}

/** West, south, east, north of the grids where there are any, else of everything. */
export function bounds(data: MapData, only?: (facts: Facts) => boolean): [number, number, number, number] | null {
  const grids = data.features.filter(({ properties }) => (only ?? (({ layer }) => layer === "grid"))(properties));
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of grids.length ? grids : data.features) {
    for (const [x = 0, y = 0] of points(geometry)) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box[0] === Infinity ? null : box;
}
