// Files and the paper map: what goes out, what comes in as a scenario, what lies under the grids.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Note, Session } from "../session";
import { number, t, w } from "../words";
import { icon } from "./parts";

export interface Filing {
  close(): void;
  take(form: FormData): void;
  lay(form: FormData): void;
  remove(): void;
}

export interface Pin {
  px: number;
  py: number;
  lon: number | null;
  lat: number | null;
}

export interface Laid {
  name: string;
  width: number;
  height: number;
  points: { px: number; py: number; lon: number; lat: number }[];
  corners: [number, number][];
  fit: { rms?: number; residuals?: number[] };
  opacity: number;
  picture: string;
}

const FORMATS: [string, string][] = [["gpkg", w("GeoPackage, one file with all layers")], ["shp", w("Shapefile (zip)")], ["geojson", "GeoJSON"], ["kml", "KML"]];
const SYSTEMS: [string, string][] = [["wgs84", "WGS 84"], ["cgcs2000", w("CGCS2000")], ["gcj02", w("GCJ-02 (Amap, Tencent)")], ["bd09", w("BD-09 (Baidu)")]];

function systems(id: string, label: string, unknown = false): TemplateResult {
  return html`<div class="field"><label class="field-label" for=${id}>${label}</label><select class="form-select" id=${id} name="system">${unknown ? html`<option value="">${t("as the file says")}</option>` : nothing}${SYSTEMS.map(([code, word]) => html`<option value=${code}>${t(word)}</option>`)}</select></div>`;
}

const actions = (close: () => void, word: TemplateResult) => html`<div class="dialog-actions"><button type="button" class="btn" @click=${close}>${t("Not now")}</button>${word}</div>`;

export function exporting(session: Session, hands: Filing): TemplateResult {
  const { draft, house } = session;
  return html`<form method="get" action=${house.links.export ?? ""} data-download @submit=${() => window.setTimeout(hands.close, 200)}><h2 id="plan-dialog-title">${t("Export")}</h2>
    <div class="field"><label class="field-label" for="plan-what">${t("Which plan")}</label><select class="form-select" id="plan-what" name="draft">${draft ? html`<option value=${draft.id} selected>${draft.name || t("Scenario {n}", { n: draft.id })}</option>` : nothing}<option value="">${t("the plan in force")}</option></select></div>
    <div class="field"><label class="field-label" for="plan-format">${t("Format")}</label><select class="form-select" id="plan-format" name="format">${FORMATS.map(([code, word]) => html`<option value=${code}>${t(word)}</option>`)}</select></div>
    ${systems("plan-system", t("Coordinates"))}
    <label class="option"><input type="checkbox" class="form-check-input" name="buildings" value="1"><span>${t("with the buildings")}</span></label>
    ${actions(hands.close, html`<button class="btn btn-primary">${icon("download")}${t("Fetch the file")}</button>`)}</form>`;
}

/** What the server made of a file, and what it found in it. */
export interface Imported {
  draft: number;
  report: {
    strays: { building: number }[];
    twice: { building: number }[];
    empty: unknown[];
    overlaps: unknown[];
    renumbered: { number: number; before: number | null }[];
  };
}

/** What is to be looked at after an import, in a sentence each, with the buildings that it concerns. */
export function found({ strays, twice, empty, overlaps, renumbered }: Imported["report"]): Note[] {
  const ids = (rows: { building: number }[]) => rows.map(({ building }) => building);
  const pairs = renumbered.map(({ number: file, before }) => (before === null ? t("{file} is new", { file }) : t("{file} goes on from {before}", { file, before })));
  return [
    { text: t("Imported as a scenario of its own."), buildings: [] },
    strays.length ? { text: t("{n} buildings stood in no grid of the file: each went to the nearest.", { n: number(strays.length) }), buildings: ids(strays) } : null,
    twice.length ? { text: t("{n} buildings stood in several: each went to the one it is deepest in.", { n: number(twice.length) }), buildings: ids(twice) } : null,
    overlaps.length ? { text: t("{n} pairs of grids overlapped: borders are drawn anew.", { n: number(overlaps.length) }), buildings: [] } : null,
    empty.length ? { text: t("{n} grids without a building were left out.", { n: number(empty.length) }), buildings: [] } : null,
    pairs.length ? { text: t("{n} grids will bear another number than in the file: {pairs}.", { n: number(pairs.length), pairs: pairs.join(t(", ")) }), buildings: [] } : null,
  ].filter((note) => note !== null);
}

export function importing(hands: Filing): TemplateResult {
  const send = (event: Event) => {
    event.preventDefault();
    hands.take(new FormData(event.target as HTMLFormElement));
  };
  return html`<form @submit=${send}><h2 id="plan-dialog-title">${t("Import")}</h2><p>${t("Grids drawn elsewhere become a scenario: nothing in force changes.")}</p>
    <div class="field"><label class="field-label" for="plan-file">${t("File")}</label><p class="field-help" id="plan-file-help">${t("GeoPackage, Shapefile as zip, GeoJSON or KML")}</p><input class="form-control" type="file" id="plan-file" name="file" required aria-describedby="plan-file-help" accept=".gpkg,.zip,.geojson,.json,.kml"></div>
    ${systems("plan-file-system", t("Coordinates"), true)}
    <div class="field"><label class="field-label" for="plan-file-name">${t("Name of the scenario")}</label><input class="form-control" id="plan-file-name" name="name" maxlength="60"></div>
    ${actions(hands.close, html`<button class="btn btn-primary">${icon("upload")}${t("Import")}</button>`)}</form>`;
}

export function laying(hands: Filing): TemplateResult {
  const send = (event: Event) => {
    event.preventDefault();
    hands.lay(new FormData(event.target as HTMLFormElement));
  };
  return html`<form @submit=${send}><h2 id="plan-dialog-title">${t("Lay a paper map under it")}</h2><p>${t("A scan or a photo of the paper map. Next you show three or more places on it and on the map.")}</p>
    <div class="field"><label class="field-label" for="plan-scan">${t("Picture")}</label><input class="form-control" type="file" id="plan-scan" name="file" required accept="image/*"></div>
    ${actions(hands.close, html`<button class="btn btn-primary">${icon("image")}${t("Lay it")}</button>`)}</form>`;
}

export function lifting(hands: Filing): TemplateResult {
  return html`<h2 id="plan-dialog-title">${t("Take the paper map away?")}</h2><p>${t("The picture and its places are deleted. Grids and scenarios are not touched.")}</p>
    ${actions(hands.close, html`<button type="button" class="btn btn-danger" @click=${hands.remove}>${icon("trash")}${t("Take it away")}</button>`)}`;
}
