// The style of the workbench's map: cells coloured by feature state, so that a change repaints and loads nothing.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { EMPTY } from "../map/data";
import { DARK, GRID_COLOURS, LIGHT, type Look } from "../map/palette";
import { byZoom, FONT, ground, streets, words } from "../map/style";

const state = (name: string, none: unknown = false): ExpressionSpecification =>
  ["coalesce", ["feature-state", name], none] as ExpressionSpecification;
const when = (name: string, yes: unknown, no: unknown): ExpressionSpecification =>
  ["case", ["boolean", ["feature-state", name], false], yes, no] as ExpressionSpecification;

function cells(look: Look): LayerSpecification[] {
  const colour = ["match", state("colour", -1), ...GRID_COLOURS.flatMap((each, at) => [at, each]), look.ground];
  const opacity = ["case", ["boolean", ["feature-state", "picked"], false], look.fill + 0.34,
    ["boolean", ["feature-state", "bright"], false], look.fill + 0.24,
    ["boolean", ["feature-state", "faded"], false], look.fill * (look === DARK ? 0.7 : 0.42), look.fill];
  return [
    { id: "cell", type: "fill", source: "cells",
      paint: { "fill-color": colour as unknown as ExpressionSpecification, "fill-antialias": false,
        "fill-opacity": opacity as unknown as ExpressionSpecification } },
  ];
}

function marks(look: Look): LayerSpecification[] {
  return [
    { id: "cell-changed", type: "fill", source: "cells",
      paint: { "fill-pattern": "hatch", "fill-opacity": when("changed", 1, 0) } },
    { id: "seam", type: "line", source: "seams", minzoom: 15, layout: { "line-join": "round" },
      paint: { "line-color": look.buildingEdge, "line-width": 0.75, "line-opacity": 0.5 } },
    { id: "border", type: "line", source: "seams", layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": look.border, "line-width": byZoom(13, 2, 17, 4.5), "line-opacity": when("on", 1, 0) } },
    { id: "edge", type: "line", source: "seams", filter: ["==", ["get", "outer"], true], layout: { "line-join": "round" },
      paint: { "line-color": look.ink, "line-width": 1.5, "line-opacity": 0.55 } },
    { id: "chosen", type: "line", source: "seams", layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": look.ink, "line-width": byZoom(13, 2, 17, 3), "line-opacity": when("chosen", 1, 0) } },
    { id: "cell-picked", type: "line", source: "cells", layout: { "line-join": "round" },
      paint: { "line-color": look.teal, "line-width": 3, "line-opacity": when("picked", 1, 0) } },
    { id: "cell-focus", type: "line", source: "cells", layout: { "line-join": "round" },
      paint: { "line-color": look.ink, "line-width": 3, "line-dasharray": [1.5, 1], "line-opacity": when("focus", 1, 0) } },
  ];
}

function dots(look: Look): LayerSpecification[] {
  return [
    { id: "spot", type: "circle", source: "spots", minzoom: 14,
      paint: { "circle-radius": byZoom(14, 1.5, 18, 5), "circle-color": look.building, "circle-stroke-color": look.buildingEdge,
        "circle-stroke-width": 1 } },
    { id: "spot-name", type: "symbol", source: "spots", minzoom: 16.5,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11, "text-anchor": "top", "text-offset": [0, 0.5] },
      paint: { "text-color": look.ink, "text-halo-color": look.halo, "text-halo-width": 1.6, "text-opacity": 0.8 } },
  ];
}

function held(): LayerSpecification[] {
  return [
    { id: "held", type: "symbol", source: "held",
      layout: { "icon-image": "held", "icon-size": byZoom(13, 0.45, 16, 0.8, 18, 1.1), "icon-anchor": "bottom", "icon-allow-overlap": true, "icon-ignore-placement": true } },
  ];
}

function ties(look: Look): LayerSpecification[] {
  return [
    { id: "tie", type: "circle", source: "ties",
      paint: { "circle-radius": 11, "circle-color": look.cinnabar, "circle-stroke-color": look.halo, "circle-stroke-width": 2 } },
    { id: "tie-number", type: "symbol", source: "ties",
      layout: { "text-field": ["get", "number"], "text-font": FONT, "text-size": 13, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": "#ffffff" } },
  ];
}

function numbers(look: Look): LayerSpecification[] {
  return [
    { id: "number", type: "symbol", source: "numbers",
      layout: { "text-field": ["get", "number"], "text-font": FONT, "text-size": byZoom(12, 12, 15, 19, 18, 34),
        "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": look.ink, "text-halo-color": look.halo, "text-halo-width": 2 } },
  ];
}

export function planStyle(dark: boolean): StyleSpecification {
  const look = dark ? DARK : LIGHT;
  const source = { type: "geojson", data: EMPTY } as const;
  const plain = words(look).filter(({ id }) => id !== "grid-number");
  return {
    version: 8,
    sources: {
      base: source, centres: { ...source, promoteId: "id" }, spots: source, held: source, ties: source, numbers: source,
      cells: { ...source, tolerance: 0.1 }, seams: { ...source, tolerance: 0.1 },
    },
    layers: [...ground(look), ...cells(look), ...streets(look), ...dots(look), ...marks(look), ...plain, ...numbers(look), ...held(), ...ties(look)],
  };
}
