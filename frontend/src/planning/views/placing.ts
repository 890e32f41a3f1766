// Where the paper map lies: places pressed on the picture and on the map, how far each is off, how strong it shows.
import { html, nothing, svg, type TemplateResult } from "lit-html";
import { number, t } from "../words";
import type { Laid, Pin } from "./files";
import { icon, value } from "./parts";

export interface Tailor {
  press(px: number, py: number): void; // a place on the picture
  drop(at: number): void;
  place(): void;
  opacity(to: number): void;
  keep(): void; // the strength, once it is found
  zoom(to: number): void;
  walk(px: number, py: number): void; // the cross hairs of the keyboard
  remove(): void;
  close(): void;
}

export interface Table {
  laid: Laid;
  pins: Pin[];
  zoom: number;
  hair: [px: number, py: number] | null;
  moved: boolean; // whether the places differ from those it lies by
}

export const NEEDED = 3;
const ZOOMS = [1, 2, 4];

function tie({ px, py, lon }: Pin, at: number, unit: number): TemplateResult {
  return svg`<g class="plan-tie ${lon === null ? "is-open" : ""}" transform="translate(${px} ${py}) scale(${unit})"><circle r="11"></circle><text y="4.5">${at + 1}</text></g>` as TemplateResult;
}

const cross = ([x, y]: [number, number], unit: number) =>
  svg`<g class="plan-hair" transform="translate(${x} ${y}) scale(${unit})"><path d="M-18 0H-4M4 0H18M0 -18V-4M0 4V18"></path></g>`;

/** The picture to press on; with the arrow keys cross hairs walk over it, Enter presses. */
function scan({ laid, pins, zoom, hair }: Table, hands: Tailor): TemplateResult {
  const { width, height } = laid;
  const unit = width / 448 / zoom;
  const pressed = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    hands.press(((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height);
  };
  const walked = (event: KeyboardEvent) => {
    const [x, y] = hair ?? [width / 2, height / 2];
    const step = unit * (event.shiftKey ? 40 : 8);
    const to = { ArrowLeft: [x - step, y], ArrowRight: [x + step, y], ArrowUp: [x, y - step], ArrowDown: [x, y + step] }[event.key];
    if (to) hands.walk(Math.min(width, Math.max(0, to[0]!)), Math.min(height, Math.max(0, to[1]!)));
    else if (event.key === "Enter" || event.key === " ") hands.press(x, y);
    else if (event.key === "+" || event.key === "=") hands.zoom(Math.min(4, zoom * 2));
    else if (event.key === "-") hands.zoom(Math.max(1, zoom / 2));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="plan-scan-box"><svg class="plan-scan" data-zoom=${zoom} viewBox="0 0 ${width} ${height}" tabindex="0" role="application" aria-label=${t("Picture of the paper map: arrow keys move the cross, Enter sets a place")} @click=${pressed} @keydown=${walked}
      @focus=${() => { if (!hair) hands.walk(width / 2, height / 2); }}><image href=${laid.picture} width=${width} height=${height}></image>
      ${pins.map((pin, at) => tie(pin, at, unit))}${hair ? cross(hair, unit) : nothing}</svg></div>
    <div class="plan-buttons plan-zooms" role="group" aria-label=${t("Size of the picture")}>${ZOOMS.map((each) => html`<button type="button" class="chip" aria-pressed=${zoom === each} @click=${() => hands.zoom(each)}>${`${each}×`}</button>`)}</div>`;
}

function line({ laid, moved }: Table, { lon, lat }: Pin, at: number, hands: Tailor): TemplateResult {
  const miss = moved ? undefined : laid.fit.residuals?.[at];
  return html`<li><span class="plan-pin-number">${at + 1}</span><span>${lon === null ? t("waits for its place on the map") : `${lon.toFixed(5)}, ${lat!.toFixed(5)}`}${miss === undefined ? nothing : html` <span class="quiet">${t("off by {n} m", { n: number(miss, 1) })}</span>`}</span>
    <button type="button" class="btn btn-plain btn-small" aria-label=${t("Leave out place {n}", { n: at + 1 })} @click=${() => hands.drop(at)}>${t("Leave out")}</button></li>`;
}

function told({ laid, pins, moved }: Table): string {
  const ready = pins.filter(({ lon }) => lon !== null).length;
  if (pins.some(({ lon }) => lon === null)) return t("Place {n}: now press the same spot on the map. By keyboard: arrows move the map under the cross, Enter sets it.", { n: ready + 1 });
  if (ready < NEEDED) return t("Press a spot on the picture that you find on the map too: a crossing, a corner. {n} more are needed.", { n: NEEDED - ready });
  return moved ? t("Enough to place it. More spots make it more exact.") : laid.fit.rms === undefined ? "" : t("It lies. On average {n} m off; leave out a spot that is far off, or add more.", { n: number(laid.fit.rms, 1) });
}

/** In place of the tab: the picture, the pairs of places, and what can be done with it. */
export function placing(table: Table, hands: Tailor): TemplateResult {
  const { laid, pins, moved } = table;
  const ready = pins.filter(({ lon }) => lon !== null).length;
  return html`<section class="plan-placing" aria-labelledby="plan-placing-title"><div class="line-between"><h2 id="plan-placing-title">${t("The paper map")}</h2><button type="button" class="btn btn-plain btn-small" @click=${hands.close}>${icon("check2")}${t("Done")}</button></div>
    <p class="plan-told" role="status">${told(table)}</p>${scan(table, hands)}
    ${pins.length ? html`<ol class="plan-pins">${pins.map((pin, at) => line(table, pin, at, hands))}</ol>` : nothing}
    ${laid.corners.length ? html`<div class="plan-dial"><label for="plan-opacity">${t("How strong")}</label><input type="range" id="plan-opacity" min="0" max="1" step="0.1" .value=${String(laid.opacity)} @input=${(event: Event) => hands.opacity(Number(value(event)))} @change=${hands.keep}><output for="plan-opacity">${`${Math.round(laid.opacity * 100)}%`}</output></div>` : nothing}
    <div class="plan-buttons"><button type="button" class="btn btn-primary" ?disabled=${ready < NEEDED || !moved} @click=${hands.place}>${icon("check2")}${laid.corners.length ? t("Place it anew") : t("Place it")}</button><button type="button" class="btn btn-danger" @click=${hands.remove}>${icon("trash")}${t("Take it away")}</button></div></section>`;
}
