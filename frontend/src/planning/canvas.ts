// The map of a plan: draws what it is told with feature states, and says which building was pressed.
import type { Feature, FeatureCollection, Geometry, MultiLineString, Point } from "geojson";
import { type GeoJSONSource, Map, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { centres, EMPTY, type Facts, fetchData, type MapData, merged, namedOnce } from "../map/data";
import { addImages } from "../map/images";
import type { Ground } from "./ground";
import { labelPoints } from "./labels";
import { planStyle } from "./layers";
import { Picker } from "./picking";
import type { Plan } from "./plan";
import { type Seam, seams } from "./seams";

setWorkerUrl(new URL(workerUrl, import.meta.url).href);

/** What is shown beside the colours: chosen grid, picked buildings, the one with the keyboard's focus, changed ones. */
export interface Marks {
  grid: number | null;
  fade: boolean; // whether the other grids step back
  picked: ReadonlySet<number>;
  focus: number;
  changed: ReadonlySet<number>;
}

const PLAIN = 0;
type Corners = [[number, number], [number, number], [number, number], [number, number]];

function collection(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

export class PlanCanvas {
  readonly map: Map;
  readonly #dark: boolean;
  #seams: Seam[] = [];
  #ofCell: number[][] = [];
  #picker: Picker | null = null;
  #colour = new Int8Array();
  #flags = new Uint8Array();
  #border = new Uint8Array();
  #numbers = "";
  #held = "";

  constructor(container: HTMLElement, { dark, label }: { dark: boolean; label: string }) {
    this.#dark = dark;
    this.map = new Map({
      container, style: planStyle(dark), attributionControl: false, fadeDuration: 0, maxZoom: 20, keyboard: false,
      localIdeographFontFamily: '"Noto Sans SC Variable", sans-serif', dragRotate: false, pitchWithRotate: false,
      boxZoom: false, doubleClickZoom: false, center: [120.74, 30.76], zoom: 14,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", label);
  }

  async ready(): Promise<void> {
    await new Promise<void>((done) => { this.map.once("load", () => done()); });
    addImages(this.map, this.#dark);
  }

  /** The ground to draw on, and what lies under it. */
  async lay(ground: Ground, sources: string[]): Promise<void> {
    this.#picker = new Picker(ground);
    this.#seams = seams(ground);
    this.#ofCell = Array.from({ length: ground.size }, () => []);
    this.#seams.forEach(({ a, b }, at) => {
      this.#ofCell[a]!.push(at);
      if (b >= 0) this.#ofCell[b]!.push(at);
    });
    this.#colour = new Int8Array(ground.size).fill(-1);
    this.#flags = new Uint8Array(ground.size);
    this.#border = new Uint8Array(this.#seams.length);
    this.#numbers = this.#held = "";
    this.#set("cells", collection(ground.json.cells.flatMap((geometry, id) =>
      geometry ? [{ type: "Feature", id, geometry: geometry as Geometry, properties: {} }] : [])));
    this.#set("seams", collection(this.#seams.map(({ b, lines }, id) => ({
      type: "Feature", id, geometry: { type: "MultiLineString", coordinates: lines } satisfies MultiLineString,
      properties: { outer: b < 0 },
    }))));
    this.fit();
    await this.#under(ground, sources);
  }

  fit(duration = 0): void {
    const [west, south, east, north] = this.#picker?.bounds ?? [0, 0, 0, 0];
    if (east > west) this.map.fitBounds([west, south, east, north], { padding: this.#room(), duration, maxZoom: 18 });
  }

  /** The tools stand at the left of a wide map, above a narrow one; there the sheet covers its foot. */
  #room(): { top: number; right: number; bottom: number; left: number } {
    const { clientHeight: high } = this.map.getContainer();
    return window.innerWidth < 1024 ? { top: 84, right: 16, bottom: Math.min(190, high / 3), left: 16 } : { top: 28, right: 28, bottom: 28, left: 96 };
  }

  /** Shows a plan in these colours; only what differs from what is shown is touched. */
  paint(plan: Plan, colours: ReadonlyMap<number, number>, marks: Marks): void {
    const { label } = plan;
    for (let at = 0; at < label.length; at++) {
      const colour = colours.get(label[at]!) ?? -1;
      const mine = marks.grid === null || !marks.fade ? PLAIN : label[at] === marks.grid ? 1 : 2;
      const flags = mine | (marks.picked.has(at) ? 4 : 0) | (marks.focus === at ? 8 : 0) | (marks.changed.has(at) ? 16 : 0);
      if (this.#colour[at] === colour && this.#flags[at] === flags) continue;
      this.#colour[at] = colour;
      this.#flags[at] = flags;
      this.map.setFeatureState({ source: "cells", id: at }, {
        colour, bright: mine === 1, faded: mine === 2, picked: marks.picked.has(at), focus: marks.focus === at,
        changed: marks.changed.has(at),
      });
    }
    this.#borders(label, marks.grid);
    this.#label(plan);
    this.#pins(plan);
  }

  /** The building at a point of the earth, or -1. */
  pick({ lng, lat }: { lng: number; lat: number }): number {
    return this.#picker?.at(lng, lat) ?? -1;
  }

  /** Brings a building into view where it is not. */
  show(lon: number, lat: number, calm: boolean): void {
    if (this.map.getBounds().contains([lon, lat])) return;
    this.map.easeTo({ center: [lon, lat], duration: calm ? 0 : 180 });
  }

  /** A scanned map under the grids, its corners from the top left clockwise; null takes it away. */
  underlay(laid: { url: string; corners: [number, number][]; opacity: number } | null): void {
    const { map } = this;
    if (map.getLayer("underlay")) map.removeLayer("underlay");
    if (map.getSource("underlay")) map.removeSource("underlay");
    if (!laid) return;
    map.addSource("underlay", { type: "image", url: laid.url, coordinates: laid.corners as Corners });
    map.addLayer({ id: "underlay", type: "raster", source: "underlay", paint: { "raster-opacity": laid.opacity } }, "seam");
  }

  /** The spots by which the paper map lies, by their number. */
  ties(pins: readonly { lon: number | null; lat: number | null }[]): void {
    this.#set("ties", collection(pins.flatMap(({ lon, lat }, at) => (lon === null || lat === null ? [] : [{
      type: "Feature", properties: { number: String(at + 1) }, geometry: { type: "Point", coordinates: [lon, lat] },
    }]))));
  }

  #borders(label: Int32Array, grid: number | null): void {
    this.#seams.forEach(({ a, b }, at) => {
      const [one, two] = [label[a]!, b < 0 ? -1 : label[b]!];
      const on = one !== two;
      const state = (on ? 1 : 0) | (on && grid !== null && (one === grid || two === grid) ? 2 : 0);
      if (this.#border[at] === state) return;
      this.#border[at] = state;
      this.map.setFeatureState({ source: "seams", id: at }, { on, chosen: state > 1 });
    });
  }

  #label(plan: Plan): void {
    const points = labelPoints(plan);
    const known = new Set(plan.grids.map(({ number }) => number));
    const features = [...points].filter(([number]) => known.has(number)).map(([number, coordinates]) => ({
      type: "Feature", geometry: { type: "Point", coordinates } satisfies Point, properties: { number: String(number) },
    } satisfies Feature));
    const told = JSON.stringify(features);
    if (told === this.#numbers) return;
    this.#numbers = told;
    this.#set("numbers", collection(features));
  }

  /** A pin beside the middle of each held building. */
  #pins({ held, ground }: Plan): void {
    const told = [...held].join();
    if (told === this.#held) return;
    this.#held = told;
    this.#set("held", collection([...held].map((at) => ({
      type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [ground.buildings[at]!.lon, ground.buildings[at]!.lat] },
    }))));
  }

  async #under(ground: Ground, sources: string[]): Promise<void> {
    const stop = new AbortController();
    const parts = await Promise.all(sources.map((url) => fetchData(url, stop.signal).catch(() => EMPTY)));
    const data = namedOnce(merged(parts));
    const text = data.features.map(({ properties }) => properties.name ?? "").join("");
    const letters = [...new Set(`${text}0123456789`)].join("");
    await document.fonts.load('400 16px "Noto Sans SC Variable"', letters).catch(() => undefined);
    const isPoint = ({ geometry, properties }: Feature<Geometry, Facts>) =>
      geometry.type === "Point" && properties.layer === "building";
    this.#set("base", { ...data, features: data.features.filter((feature) => !isPoint(feature)) });
    this.#set("centres", centres(data as MapData));
    this.#set("spots", collection(ground.buildings.flatMap(({ lon, lat, name, id }) =>
      data.features.some((feature) => feature.properties.id === id && !isPoint(feature)) ? [] :
        [{ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { name } }])));
  }

  #set(source: string, data: FeatureCollection): void {
    this.map.getSource<GeoJSONSource>(source)?.setData(data);
  }
}
