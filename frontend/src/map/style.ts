// The map's style: our own layers, our own font, nothing fetched from anywhere else.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { EMPTY } from "./data";
import { DARK, GRID_COLOURS, LIGHT, type Look } from "./palette";

export const FONT = ["Noto Sans SC Variable"];
const of = (layer: string): ExpressionSpecification => ["==", ["get", "layer"], layer];
const selected = (yes: unknown, no: unknown, plain: unknown): ExpressionSpecification =>
  ["case", ["boolean", ["feature-state", "selected"], false], yes, ["boolean", ["feature-state", "faded"], false], no,
    plain] as ExpressionSpecification;
const gridColour: ExpressionSpecification = ["match", ["%", ["to-number", ["get", "colour"], 0], 12],
  ...GRID_COLOURS.flatMap((colour, index) => [index, colour]), GRID_COLOURS[0]] as unknown as ExpressionSpecification;
export const byZoom = (...stops: number[]): ExpressionSpecification =>
  ["interpolate", ["exponential", 1.6], ["zoom"], ...stops] as unknown as ExpressionSpecification;
const roadWidth = byZoom(13, 1, 16, 6, 19, 30);

export function ground(look: Look): LayerSpecification[] {
  return [
    { id: "ground", type: "background", paint: { "background-color": look.ground } },
    { id: "green", type: "fill", source: "base", filter: of("green"), paint: { "fill-color": look.green } },
    { id: "court", type: "fill", source: "base", filter: of("court"), paint: { "fill-color": look.court } },
    { id: "water", type: "fill", source: "base", filter: of("water"), paint: { "fill-color": look.water } },
  ];
}

function grids(look: Look): LayerSpecification[] {
  return [
    { id: "grid", type: "fill", source: "grids", filter: of("grid"),
      paint: { "fill-color": gridColour, "fill-opacity": selected(look.fill + 0.28, look.fill * 0.32, look.fill) } },
    { id: "grid-changed", type: "fill", source: "grids", filter: ["boolean", ["get", "changed"], false],
      paint: { "fill-pattern": "hatch" } },
  ];
}

export function streets(look: Look): LayerSpecification[] {
  const court = { "fill-color": look.building, "fill-opacity": 0.22, "fill-outline-color": look.buildingEdge };
  const line = { "line-cap": "round", "line-join": "round" } as const;
  return [
    { id: "court-wash", type: "fill", source: "base", filter: of("court"), paint: court },
    { id: "road-edge", type: "line", source: "base", filter: of("road"), layout: line,
      paint: { "line-color": look.roadEdge, "line-width": byZoom(13, 1.5, 16, 7.5, 19, 33) } },
    { id: "road", type: "line", source: "base", filter: of("road"), layout: line,
      paint: { "line-color": look.road, "line-width": roadWidth } },
    { id: "building", type: "fill", source: "base", filter: of("building"),
      paint: { "fill-color": look.building, "fill-opacity": 0.92, "fill-outline-color": look.buildingEdge } },
    { id: "building-changed", type: "fill", source: "base",
      filter: ["all", of("building"), ["boolean", ["get", "changed"], false]], paint: { "fill-pattern": "hatch" } },
  ];
}

function borders(look: Look): LayerSpecification[] {
  return [
    { id: "microgrid-border", type: "line", source: "grids", filter: of("microgrid"), minzoom: 15,
      paint: { "line-color": look.border, "line-width": 1, "line-dasharray": [3, 2] } },
    { id: "grid-border", type: "line", source: "grids", filter: of("grid"), layout: { "line-join": "round" },
      paint: { "line-color": look.border, "line-width": byZoom(13, 1.5, 17, 2.5) } },
    { id: "grid-chosen", type: "line", source: "grids", filter: of("grid"), layout: { "line-join": "round" },
      paint: { "line-color": look.ink, "line-width": 2.5, "line-opacity": selected(1, 0, 0) } },
    { id: "area-border", type: "line", source: "base", filter: of("area"),
      paint: { "line-color": look.ink, "line-width": 1.5, "line-opacity": 0.55, "line-dasharray": [4, 2] } },
  ];
}

export function words(look: Look): LayerSpecification[] {
  const halo = { "text-color": look.ink, "text-halo-color": look.halo, "text-halo-width": 1.6 };
  return [
    { id: "road-name", type: "symbol", source: "base", filter: of("road"), minzoom: 14.5,
      layout: { "text-field": ["coalesce", ["get", "name"], ""], "text-font": FONT, "text-size": 11,
        "symbol-placement": "line", "text-letter-spacing": 0.1 },
      paint: { ...halo, "text-opacity": 0.7 } },
    { id: "building-name", type: "symbol", source: "base", filter: of("building"), minzoom: 16.5,
      layout: { "text-field": ["coalesce", ["get", "name"], ""], "text-font": FONT, "text-size": 11 },
      paint: { ...halo, "text-opacity": 0.8 } },
    { id: "ground-name", type: "symbol", source: "centres", filter: ["!=", ["get", "layer"], "grid"], minzoom: 14.5,
      layout: { "text-field": ["coalesce", ["get", "name"], ""], "text-font": FONT, "text-size": 12 },
      paint: { ...halo, "text-opacity": 0.75 } },
    { id: "place-name", type: "symbol", source: "base", filter: of("place"), minzoom: 15,
      layout: { "text-field": ["coalesce", ["get", "name"], ""], "text-font": FONT, "text-size": 12,
        "text-variable-anchor": ["center", "bottom", "top", "left", "right"], "text-radial-offset": 1 },
      paint: { ...halo, "text-opacity": 0.75 } },
    { id: "grid-number", type: "symbol", source: "centres", filter: of("grid"),
      layout: { "text-field": ["coalesce", ["get", "number"], ["get", "name"], ""], "text-font": FONT,
        "text-size": byZoom(12, 12, 15, 19, 18, 34), "text-allow-overlap": true },
      paint: { ...halo, "text-halo-width": 2, "text-opacity": selected(1, 0.55, 1) } },
  ];
}

function cases(look: Look): LayerSpecification[] {
  const colour: ExpressionSpecification = ["match", ["get", "tone"], "late", look.cinnabar, "soon", look.amber,
    "done", look.done, look.teal];
  const heat: ExpressionSpecification = ["interpolate", ["linear"], ["heatmap-density"], 0, "rgba(95,194,187,0)",
    0.2, look.teal, 0.6, look.amber, 1, look.cinnabar];
  return [
    { id: "heat", type: "heatmap", source: "cases", layout: { visibility: "none" },
      paint: { "heatmap-radius": byZoom(9, 5, 13, 14, 17, 48), "heatmap-intensity": byZoom(9, 0.08, 13, 0.4, 16, 1),
        "heatmap-color": heat, "heatmap-opacity": 0.75 } },
    { id: "case-fresh", type: "circle", source: "cases", filter: ["boolean", ["get", "fresh"], false],
      paint: { "circle-radius": 18, "circle-color": colour, "circle-opacity": 0.22 } },
    { id: "case", type: "symbol", source: "cases",
      layout: { "icon-image": ["concat", "case-", ["coalesce", ["get", "tone"], "doing"]], "icon-allow-overlap": true,
        "symbol-sort-key": ["match", ["get", "tone"], "late", 3, "soon", 2, "done", 0, 1],
        "icon-size": byZoom(12, 0.6, 15, 0.9, 18, 1.3) } },
    { id: "pin", type: "symbol", source: "base", filter: of("pin"),
      layout: { "icon-image": "pin", "icon-anchor": "bottom", "icon-allow-overlap": true } },
  ];
}

export function style(dark: boolean): StyleSpecification {
  const look = dark ? DARK : LIGHT;
  const source = { type: "geojson", data: EMPTY } as const;
  return {
    version: 8,
    sources: { base: source, grids: { ...source, promoteId: "id" }, centres: { ...source, promoteId: "id" }, cases: source },
    layers: [...ground(look), ...grids(look), ...streets(look), ...borders(look), ...words(look), ...cases(look)],
  };
}
