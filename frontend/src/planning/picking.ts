// Which building a point belongs to: the cell that it lies in, found without asking the map.
import type { Position } from "geojson";
import { type Ground, rings } from "./ground";
import { inside } from "./splitting";

const ACROSS = 64;

export class Picker {
  readonly #cells: Position[][][];
  readonly #boxes = new Map<number, number[]>();
  #west = Infinity;
  #south = Infinity;
  #east = -Infinity;
  #north = -Infinity;

  constructor(ground: Ground) {
    this.#cells = ground.json.cells.map(rings);
    for (const cell of this.#cells) for (const ring of cell) for (const [x = 0, y = 0] of ring) this.#reach(x, y);
    this.#cells.forEach((cell, at) => this.#put(cell, at));
  }

  /** West, south, east, north of all cells. */
  get bounds(): [number, number, number, number] {
    return [this.#west, this.#south, this.#east, this.#north];
  }

  /** The index of the building whose cell holds a point, or -1. */
  at(lon: number, lat: number): number {
    const found = this.#boxes.get(this.#row(lat) * ACROSS + this.#column(lon)) ?? [];
    return found.find((at) => this.#cells[at]!.reduce((odd, ring) => odd !== inside(ring, lon, lat), false)) ?? -1;
  }

  #reach(x: number, y: number): void {
    this.#west = Math.min(this.#west, x);
    this.#east = Math.max(this.#east, x);
    this.#south = Math.min(this.#south, y);
    this.#north = Math.max(this.#north, y);
  }

  #column(x: number): number {
    return Math.floor(((x - this.#west) / (this.#east - this.#west)) * (ACROSS - 1));
  }

  #row(y: number): number {
    return Math.floor(((y - this.#south) / (this.#north - this.#south)) * (ACROSS - 1));
  }

  #put(cell: Position[][], at: number): void {
    const xs = cell.flat().map(([x = 0]) => this.#column(x));
    const ys = cell.flat().map(([, y = 0]) => this.#row(y));
    for (let row = Math.min(...ys); row <= Math.max(...ys); row++) {
      for (let column = Math.min(...xs); column <= Math.max(...xs); column++) {
        const box = this.#boxes.get(row * ACROSS + column);
        if (box) box.push(at);
        else this.#boxes.set(row * ACROSS + column, [at]);
      }
    }
  }
}
