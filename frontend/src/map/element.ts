// <wangge-map>: grids, buildings, streets and cases from our own GeoJSON; see docs/design-system.md.
import { type GeoJSONSource, Map, type MapGeoJSONFeature, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { bounds, centres, EMPTY, type Facts, fetchData, type MapData, merged, namedOnce } from "./data";
import { addImages } from "./images";
import { findMe, pickMiddle } from "./picker";
import { style } from "./style";

setWorkerUrl(new URL(workerUrl, import.meta.url).href);

const MARGIN = 40;
const CASE_LAYERS = new Set(["case"]);
const GRID_LAYERS = new Set(["grid", "microgrid"]);

function only(data: MapData, wanted: (layer: string) => boolean): MapData {
  return { ...data, features: data.features.filter(({ properties }) => wanted(properties.layer)) };
}

/** Canvas text cannot wait for a font, so the slices that the labels need come first. */
async function fontFor(data: MapData): Promise<void> {
  const text = data.features.map(({ properties }) => `${properties.number ?? ""}${properties.name ?? ""}`).join("");
  const letters = [...new Set(`${text}0123456789`)].join("");
  await document.fonts.load('400 16px "Noto Sans SC Variable"', letters).catch(() => undefined);
}

export class WanggeMap extends HTMLElement {
  static observedAttributes = ["data-source", "data-selected", "theme", "data-heat"];

  #map: Map | null = null;
  #ready = false;
  #data: MapData = EMPTY;
  #stop = new AbortController();
  #timer = 0;

  connectedCallback(): void {
    if (this.#map) return;
    this.#stop = new AbortController();
    this.dataset.state = "loading";
    const canvas = document.createElement("div");
    canvas.className = "map-canvas";
    this.prepend(canvas);
    this.#map = this.#draw(canvas);
    this.#map.on("load", () => void this.#begin());
    this.#every();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
    this.#stop.abort();
    this.#map?.remove();
    this.querySelector(".map-canvas")?.remove();
    this.#map = null;
    this.#ready = false;
  }

  attributeChangedCallback(name: string, before: string | null): void {
    if (!this.#ready || before === null) return;
    if (name === "data-source") void this.refresh(true);
    if (name === "data-selected") this.select(this.dataset.selected ?? null);
    if (name === "data-heat") this.#heat();
    if (name === "theme") this.#restyle();
  }

  /** The grid with this id saturated, the others faded; null puts all back. */
  select(id: string | number | null): void {
    const chosen = id === null || id === "" ? null : String(id);
    for (const { properties } of this.#data.features) {
      if (!GRID_LAYERS.has(properties.layer) || properties.id === undefined) continue;
      const mine = String(properties.id) === chosen;
      for (const source of ["grids", "centres"]) {
        this.#map?.setFeatureState({ source, id: properties.id }, { selected: mine, faded: chosen !== null && !mine });
      }
    }
  }

  /** Moves to the grid with this id, or to everything. */
  focusOn(id: string | number | null): void {
    const box = bounds(this.#data, id === null ? undefined : (facts) => String(facts.id) === String(id) && GRID_LAYERS.has(facts.layer));
    if (box) this.#map?.fitBounds(box, { padding: MARGIN, duration: this.#calm() ? 0 : 180, maxZoom: 18 });
  }

  /** Asks the server again; cases that were not there before are shown as fresh. */
  async refresh(fit = false): Promise<void> {
    const urls = (this.dataset.source ?? "").split(/\s+/).filter(Boolean);
    try {
      const parts = await Promise.all(urls.map((url) => fetchData(url, this.#stop.signal)));
      await this.show(merged(parts), fit);
      this.dataset.state = "ready";
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.dataset.state = "failed";
      this.#tell("wangge-map:failed", { message: String(error) });
    }
  }

  /** Shows this collection in place of what was there. */
  async show(given: MapData, fit = false): Promise<void> {
    const data = namedOnce(given);
    await fontFor(data);
    if (!this.#map) return;
    this.#markFresh(data);
    this.#data = data;
    this.#set("base", only(data, (layer) => !CASE_LAYERS.has(layer) && !GRID_LAYERS.has(layer)));
    this.#set("grids", only(data, (layer) => GRID_LAYERS.has(layer)));
    this.#set("centres", centres(data));
    this.#set("cases", only(data, (layer) => CASE_LAYERS.has(layer)));
    this.select(this.dataset.selected ?? null);
    const box = fit && !this.#picked() ? bounds(data) : null;
    if (box) this.#map.fitBounds(box, { padding: MARGIN, duration: 0, maxZoom: 18 });
    this.#tell("wangge-map:data", { features: data.features.length });
  }

  /** Moves to where the phone is, when it may be asked. */
  async findMe(): Promise<boolean> {
    return this.#map ? findMe(this.#map) : false;
  }

  /** Puts a place in the middle. */
  moveTo(lon: number, lat: number): void {
    this.#map?.jumpTo({ center: [lon, lat], zoom: Math.max(17, this.#map.getZoom()) });
  }

  #draw(container: HTMLElement): Map {
    const map = new Map({
      container,
      style: style(this.#dark()),
      attributionControl: false,
      localIdeographFontFamily: '"Noto Sans SC Variable", sans-serif',
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 20,
      fadeDuration: 0,
      cooperativeGestures: "gentle" in this.dataset,
      center: [120.74, 30.76],
      zoom: 14,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.getCanvas().setAttribute("aria-label", this.getAttribute("aria-label") ?? "");
    if (!("bare" in this.dataset)) map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
    return map;
  }

  async #begin(): Promise<void> {
    const map = this.#map;
    if (!map) return;
    addImages(map, this.#dark());
    this.#ready = true;
    this.#heat();
    await this.refresh(true);
    if (this.dataset.pick) pickMiddle(this, map, this.dataset.pick);
    else this.#listen(map);
    this.#tell("wangge-map:ready", {});
  }

  #listen(map: Map): void {
    const layers = ["case", "building", "grid"];
    map.on("mousemove", (event) => {
      const over = map.queryRenderedFeatures(event.point, { layers: ["case", "grid"] });
      map.getCanvas().style.cursor = over.length ? "pointer" : "";
    });
    map.on("click", (event) => {
      const hit = map.queryRenderedFeatures(event.point, { layers });
      const first = hit.find(({ layer }) => layer.id === "case") ?? hit.find(({ layer }) => layer.id === "grid");
      this.#press(first, event.lngLat.lng, event.lngLat.lat);
    });
  }

  #press(hit: MapGeoJSONFeature | undefined, lon: number, lat: number): void {
    if (!hit) {
      this.#tell("wangge-map:ground", { lon, lat });
      return;
    }
    const facts = hit.properties as Facts;
    const event = hit.layer.id === "case" ? "wangge-map:case" : "wangge-map:grid";
    const go = this.#tell(event, { ...facts, lon, lat });
    if (hit.layer.id === "grid" && "choose" in this.dataset) this.dataset.selected = String(facts.id);
    const page = facts.url ?? (hit.layer.id === "grid" ? this.dataset.go?.replace("CODE", String(facts.code)) : undefined);
    if (go && page) window.location.assign(page);
  }

  #markFresh(data: MapData): void {
    const known = new Set(this.#data.features.filter(({ properties }) => CASE_LAYERS.has(properties.layer))
      .map(({ properties }) => properties.id));
    if (!known.size) return;
    for (const { properties } of data.features) {
      if (CASE_LAYERS.has(properties.layer) && !known.has(properties.id)) properties.fresh = true;
    }
  }

  #every(): void {
    const seconds = Number(this.dataset.every ?? 0);
    if (seconds <= 0) return;
    this.#timer = window.setInterval(() => { if (!document.hidden && this.#ready) void this.refresh(); }, seconds * 1000);
  }

  #restyle(): void {
    const map = this.#map;
    if (!map) return;
    map.once("style.load", () => {
      addImages(map, this.#dark());
      void this.show(this.#data);
    });
    map.setStyle(style(this.#dark()), { diff: false }); // a patched style would keep the old pictures
  }

  #heat(): void {
    const heat = "heat" in this.dataset && this.dataset.heat !== "off";
    this.#map?.setLayoutProperty("heat", "visibility", heat ? "visible" : "none");
    this.#map?.setLayoutProperty("case", "visibility", heat ? "none" : "visible");
  }

  #set(source: string, data: MapData): void {
    this.#map?.getSource<GeoJSONSource>(source)?.setData(data);
  }

  #dark(): boolean {
    return (this.getAttribute("theme") ?? document.documentElement.dataset.theme) === "dark";
  }

  #picked(): boolean {
    const id = this.dataset.pick?.split(/[\s,]+/)[0];
    return Boolean(id && (document.getElementById(id) as HTMLInputElement | null)?.value);
  }

  #calm(): boolean {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  #tell(name: string, detail: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
  }
}

customElements.define("wangge-map", WanggeMap);
