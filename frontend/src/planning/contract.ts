// What the server and the workbench tell each other; planning/queries.py says the same in Python.
import type { Geometry, LineString, MultiPolygon, Polygon } from "geojson";

export interface BuildingRow {
  id: number;
  name: string;
  lon: number;
  lat: number;
  households: number;
  people: number;
  merchants: number;
  compound: number | null;
  compound_name?: string;
  load?: number;
}

export interface GroundJson {
  stamp: string;
  buildings: BuildingRow[];
  edges: [a: number, b: number, length: number, barrier: number][];
  cells: (Polygon | MultiPolygon)[];
  outline: Geometry | null;
  barriers: { geometry: LineString; class: number }[];
}

export interface Terms {
  min: number;
  max: number;
  k: number | null;
  measure: "households" | "people";
  work: Record<string, number>;
  dial: { evenness: number; shape: number; compound: number; zone: number };
  keep: number;
  compounds_whole: boolean;
  seconds: number;
}

export interface GridRow {
  number: number;
  name: string;
  kind: "base" | "special";
  continues: number | null;
  locked: boolean;
}

export interface Sent {
  revision: number;
  moves: Record<string, number>;
  grids: GridRow[];
}
