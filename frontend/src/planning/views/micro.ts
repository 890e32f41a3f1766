// Microgrids: how large they are, drawing them inside the grids, and the list of them, stairwells and floors included.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Microgrid, MicrogridPart, Terms } from "../contract";
import type { Session } from "../session";
import { number, t } from "../words";
import { field, icon, value } from "./parts";

export interface Hands {
  terms(change: Partial<Terms>): void;
  draw(): void;
  show(buildings: number[]): void;
}

function part(session: Session, { building, unit_from, unit_to, floor_from, floor_to }: MicrogridPart): string {
  const at = session.ground.at(building);
  const units = unit_from ? (unit_from === unit_to ? t("unit {from}", { from: unit_from }) : t("units {from}–{to}", { from: unit_from, to: unit_to })) : "";
  const floors = floor_from ? (floor_from === floor_to ? t("floor {from}", { from: floor_from }) : t("floors {from}–{to}", { from: floor_from, to: floor_to })) : "";
  return [at < 0 ? "?" : session.ground.name(at), units, floors].filter(Boolean).join(" ");
}

function line(session: Session, row: Microgrid, { min, max }: { min: number; max: number }, hands: Hands): TemplateResult {
  const households = row.parts.reduce((sum, each) => sum + each.households, 0);
  const out = households < min || households > max;
  return html`<li><button type="button" class="row-link no-lead plan-building" @click=${() => hands.show(row.parts.map(({ building }) => building))}>
    <span><span class="row-title">${t("Grid {grid}", { grid: row.grid })} · ${row.name}</span><span class="row-sub">${row.parts.map((each) => part(session, each)).join(t(", "))}</span></span>
    <span class="row-end ${out ? "soon-text" : ""}">${out ? icon("exclamation-triangle-fill") : nothing}${t("{n} households", { n: number(households) })}</span></button></li>`;
}

function size(session: Session, micro: { min: number; max: number }, hands: Hands): TemplateResult {
  const input = (id: string, shown: number, change: (to: number) => void) => html`<input class="form-control" type="number" inputmode="numeric" min="1" id=${id} .value=${String(shown)} @change=${(event: Event) => {
    const to = Math.round(Number(value(event)));
    if (to > 0) change(to);
  }}>`;
  return html`<p class="field-help">${t("Households of a microgrid. A large building is cut by stairwells, then by floors.")}</p>
    <div class="plan-range">${field(t("At least"), "plan-micro-min", input("plan-micro-min", micro.min, (min) => hands.terms({ micro: { ...micro, min } })))}<span aria-hidden="true">–</span>${field(t("At most"), "plan-micro-max", input("plan-micro-max", micro.max, (max) => hands.terms({ micro: { ...micro, max } })))}</div>
    <div class="plan-buttons mt-2"><button type="button" class="btn btn-small" @click=${hands.draw}>${icon("grid-3x3-gap")}${session.draft?.microgrids.length ? t("Draw microgrids anew") : t("Draw microgrids")}</button></div>`;
}

export function microgrids(session: Session, hands: Hands): TemplateResult {
  const { draft, plan, terms } = session;
  if (!draft || !plan.grids.length || (!session.editable && !draft.microgrids.length)) return html`${nothing}`;
  const micro = terms.micro ?? { min: 30, max: 80 };
  const rows = draft.microgrids.filter(({ grid }) => session.grid === null || grid === session.grid);
  const lost = plan.grids.length - new Set(draft.microgrids.map(({ grid }) => grid)).size;
  return html`<details class="plan-more plan-micro"><summary>${t("Microgrids")} (${number(draft.microgrids.length)})</summary>
    ${session.editable ? size(session, micro, hands) : nothing}
    ${draft.microgrids.length && lost ? html`<p class="field-help">${t("{n} grids have none: they changed since. Draw microgrids anew.", { n: lost })}</p>` : nothing}
    <ul class="rows rows-dense">${rows.map((row) => line(session, row, micro, hands))}</ul></details>`;
}
