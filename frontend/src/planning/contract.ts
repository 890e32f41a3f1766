// What the server and the workbench tell each other; planning/sheets.py says the same in Python.
import type { MultiPolygon, Polygon, Position } from "geojson";

export interface BuildingRow {
  id: number;
  name: string;
  compound: string;
  lon: number;
  lat: number;
  households: number;
  people: number;
  registered: number;
  floating: number;
  care: number;
  merchants: number;
  units: number;
  floors: number;
  area: number;
  outside: boolean;
}

export interface GroundJson {
  stamp: string;
  code: string;
  name: string;
  buildings: BuildingRow[];
  edges: [a: number, b: number, length: number, barrier: number, bridged: number][];
  cells: (Polygon | MultiPolygon)[];
  barriers: { class: number; coordinates: Position[] }[];
  facilities: { id: number; name: string; kind: string; lon: number; lat: number; building: number }[];
}

export type Measure = "households" | "people";
export type Factor = "households" | "registered" | "floating" | "care" | "merchants" | "area";

export interface Range {
  min: number;
  max: number;
}

export interface Terms extends Range {
  k: number | null;
  measure: Measure;
  people: Range | null;
  work: Partial<Record<Factor, number>>;
  dial: { evenness: number; shape: number; compound: number; zone: number };
  keep: number;
  compounds_whole: boolean;
  seconds: number;
  micro?: Range;
}

export interface GridRow {
  number: number;
  name: string;
  kind: "base" | "special";
  continues: number | null;
  locked: boolean;
}

export interface Person {
  name: string;
  role: string;
  role_en: string;
  lead: boolean;
  substitute: boolean;
}

export interface GridSheet extends GridRow {
  deviation: number;
  within: boolean;
  staff: Person[];
  facilities: string[];
  elements: Record<string, number>;
  compounds: Record<string, number>;
  code: string;
  colour: number;
}

export interface Check {
  code: string;
  level: "ok" | "note" | "warn";
  text: string;
  grids: number[];
  buildings: number[];
}

export interface GridChange {
  number: number;
  was: string;
  gained: number;
  lost: number;
  staff: Person[];
}

export interface Difference {
  version: number;
  since: string;
  households: number;
  people: number;
  buildings: number;
  share: number;
  unavoidable: number;
  moved: Record<string, [was: string, now: number]>;
  grids: GridChange[];
  dissolved: { number?: number; name?: string; code?: string; staff?: Person[] }[];
  added: number[];
}

export type Mode = "fresh" | "improve" | "redraw" | "several";

/** Part of a microgrid; 0 to 0 are all stairwells, or all floors. */
export interface MicrogridPart {
  building: number;
  unit_from: number;
  unit_to: number;
  floor_from: number;
  floor_to: number;
  households: number;
}

export interface Microgrid {
  grid: number;
  number: number;
  name: string;
  parts: MicrogridPart[];
}

export interface Job {
  id: number;
  mode: Mode;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  progress: number;
  objective: number | null;
  outside: number | null;
  asked_at: string;
  asked_by: string;
  seconds: number;
  cancel: boolean;
  error: string;
  made: number | null;
}

export interface Approval {
  revision: number;
  decision: "approved" | "refused";
  current: boolean;
  answers: { code: string; name: string; name_en?: string; held: boolean; note?: string }[];
  note: string;
  by: string;
  at: string;
}

export interface Line {
  id: number;
  name: string;
  note: string;
  revision: number;
  made_by: string;
  made_at: string;
  changed_at: string;
  grids: number;
  within: number;
  objective: number | null;
  approved: boolean;
  adopted: number | null;
  solving: string;
}

export interface DraftJson extends Omit<Line, "grids"> {
  terms: Terms;
  rows: GridSheet[];
  assignment: Record<string, number>;
  pins: number[];
  microgrids: Microgrid[];
  figures: Record<string, unknown>;
  checks: Check[];
  score: Record<string, unknown>;
  difference: Difference | null;
  job: Job | null;
  approval: Approval | null;
  checklist: { code: string; name: string; question: string }[];
  approvable: boolean;
  own: boolean;
  outdated: boolean;
}

export interface Version {
  id: number;
  version: number;
  since: string;
  until: string | null;
  force: "past" | "present" | "future";
  grids: number;
  microgrids: number;
  note: string;
  draft: number | null;
  withdrawable: boolean;
}
