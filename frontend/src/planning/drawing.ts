// Drawing on the map with terra-draw: a lasso, a line that splits, the outline of a new grid; roads attract the pen.
import type { LineString, Polygon, Position } from "geojson";
import type { Map } from "maplibre-gl";
import { TerraDraw, TerraDrawFreehandMode, TerraDrawLineStringMode, TerraDrawPolygonMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import type { Lines } from "./snapping";

export type Pen = "lasso" | "outline" | "line";
export type Drawn = (pen: Pen, geometry: Polygon | LineString) => void;

const MODES: Record<Pen, string> = { lasso: "freehand", outline: "polygon", line: "linestring" };
const REACH = 14; // pixels

export class Drawing {
  readonly #draw: TerraDraw;
  #pen: Pen | null = null;

  constructor(map: Map, lines: Lines, colour: `#${string}`, drawn: Drawn) {
    const snapping = {
      toCustom: ({ lng, lat }: { lng: number; lat: number }): Position | undefined => {
        const metres = (156_543 * Math.cos((lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 1);
        return lines.nearest(lng, lat, (REACH * metres) / 111_320);
      },
    };
    const fill = { fillColor: colour, fillOpacity: 0.15, outlineColor: colour, outlineWidth: 3 } as const;
    const keyEvents = { cancel: null, finish: "Enter" };
    this.#draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map }),
      modes: [
        new TerraDrawFreehandMode({ styles: fill, keyEvents, drawInteraction: "click-move-or-drag", minDistance: 12, autoClose: false }),
        new TerraDrawPolygonMode({ styles: fill, keyEvents, snapping: snapping as never }),
        new TerraDrawLineStringMode({ styles: { lineStringColor: colour, lineStringWidth: 3 }, keyEvents, snapping: snapping as never }),
      ],
    });
    this.#draw.on("finish", (id) => {
      const found = this.#draw.getSnapshotFeature(id);
      const pen = this.#pen;
      window.setTimeout(() => this.#draw.enabled && this.#draw.clear(), 0);
      if (found && pen) drawn(pen, found.geometry as Polygon | LineString);
    });
  }

  /** Take up a pen, or lay it down. */
  take(pen: Pen | null): void {
    this.#pen = pen;
    if (pen === null) {
      if (this.#draw.enabled) this.#draw.stop();
      return;
    }
    if (!this.#draw.enabled) this.#draw.start();
    this.#draw.clear();
    this.#draw.setMode(MODES[pen]);
  }

  /** Forget what is half drawn. */
  cancel(): void {
    if (this.#pen) this.take(this.#pen);
  }
}
