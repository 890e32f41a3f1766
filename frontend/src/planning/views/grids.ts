// The grids: how many hold to the rule, a bar for each that moves while one drags, the table, the chosen grid.
import { html, nothing, svg, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { halve, lock, rewrite } from "../deeds";
import type { GridRow, Person } from "../contract";
import { NONE } from "../ground";
import type { Session } from "../session";
import { number, percent, t } from "../words";
import { checked, chip, empty, icon, mark, off, rangeMark, value } from "./parts";

type Column = "number" | "households" | "people" | "merchants" | "deviation" | "staff";
const WIDE = 400;
const HIGH = 96;
const sorting: { by: Column; down: boolean } = { by: "number", down: false };

export interface Hands {
  choose(grid: number | null): void;
  mergeInto(grid: number): void;
}

function mean(session: Session): number {
  const base = session.plan.grids.filter(({ kind }) => kind === "base");
  return base.reduce((sum, grid) => sum + session.plan.of(grid.number)[session.terms.measure], 0) / Math.max(1, base.length);
}

const deviates = (session: Session, grid: GridRow, middle: number): number =>
  middle ? session.plan.of(grid.number)[session.terms.measure] / middle - 1 : 0;

export function leads(staff: Person[] | undefined): string {
  const people = (staff ?? []).filter(({ substitute }) => !substitute);
  const named = people.filter(({ lead }) => lead);
  return (named.length ? named : people).map(({ name }) => name).join(t(", "));
}

function bars(session: Session, hands: Hands): TemplateResult {
  const { plan, terms } = session;
  const grids = [...plan.grids].sort((a, b) => a.number - b.number);
  const top = Math.max(terms.max * 1.25, ...grids.map((grid) => plan.of(grid.number)[terms.measure])) || 1;
  const y = (amount: number) => HIGH - (amount / top) * HIGH;
  const step = WIDE / Math.max(1, grids.length);
  const gap = Math.min(4, step * 0.2);
  const word = terms.measure === "people" ? t("People by grid") : t("Households by grid");
  return html`<figure class="plan-bars">
    <figcaption class="small quiet">${word} · ${t("the band is the range {min}–{max}", { min: number(terms.min), max: number(terms.max) })}</figcaption>
    <svg viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" aria-hidden="true">
      <rect class="band" x="0" width=${WIDE} y=${y(terms.max)} height=${Math.max(0, y(terms.min) - y(terms.max))}></rect>
      ${grids.map((grid, at) => {
    const amount = plan.of(grid.number)[terms.measure];
    const out = off(plan, grid, terms);
    const tone = out < 0 ? "is-below" : out > 0 ? "is-above" : "";
    return svg`<rect class="plan-bar ${tone} ${grid.number === session.grid ? "is-chosen" : ""}" x=${at * step + gap / 2} width=${Math.max(0.5, step - gap)}
          y=${y(amount)} height=${HIGH - y(amount)} @click=${() => hands.choose(grid.number)}><title>${`${grid.number}: ${number(amount)}`}</title></rect>`;
  })}
      <line class="limit" x1="0" x2=${WIDE} y1=${y(terms.max)} y2=${y(terms.max)}></line><line class="limit" x1="0" x2=${WIDE} y1=${y(terms.min)} y2=${y(terms.min)}></line>
    </svg></figure>`;
}

function head(session: Session, by: Column, word: string, end = true): TemplateResult {
  const here = sorting.by === by;
  const press = () => {
    sorting.down = here ? !sorting.down : by !== "number" && by !== "staff";
    sorting.by = by;
    session.redraw();
  };
  return html`<th scope="col" class=${end ? "num" : ""} aria-sort=${here ? (sorting.down ? "descending" : "ascending") : "none"}>
    <button type="button" class="plan-sort" @click=${press}>${word}${here ? icon(sorting.down ? "arrow-down" : "arrow-up") : nothing}</button></th>`;
}

function sorted(session: Session, middle: number): GridRow[] {
  const worth = (grid: GridRow): number | string => {
    if (sorting.by === "number") return grid.number;
    if (sorting.by === "staff") return leads(session.sheet(grid.number)?.staff) || "\uffff";
    return sorting.by === "deviation" ? deviates(session, grid, middle) : session.plan.of(grid.number)[sorting.by];
  };
  const way = sorting.down ? -1 : 1;
  return [...session.plan.grids].sort((a, b) => {
    const [one, two] = [worth(a), worth(b)];
    const order = typeof one === "string" ? one.localeCompare(String(two), "zh-CN") : one - Number(two);
    return way * order || a.number - b.number;
  });
}

function line(session: Session, grid: GridRow, middle: number, hands: Hands): TemplateResult {
  const sums = session.plan.of(grid.number);
  const out = off(session.plan, grid, session.terms);
  const torn = session.warnings.some(({ kind, grid: where }) => kind === "torn" && where === grid.number);
  const staff = leads(session.sheet(grid.number)?.staff);
  const chosen = session.grid === grid.number;
  const share = deviates(session, grid, middle);
  const held = session.plan.heldIn(grid.number);
  return html`<tr aria-selected=${chosen} @click=${() => hands.choose(chosen ? null : grid.number)}>
    <th scope="row"><button type="button" class="plan-grid" aria-pressed=${chosen} aria-label=${t("Grid {grid}", { grid: grid.number })}
      @click=${(event: Event) => { event.stopPropagation(); hands.choose(chosen ? null : grid.number); }}>${chip(session.colours.get(grid.number))}<b>${grid.number}</b>${grid.locked ? icon("lock") : nothing}</button>${held ? html`<span class="plan-held" title=${t("{n} held", { n: held })}>${icon("pin-angle-fill")}<span aria-hidden="true">${held}</span><span class="visually-hidden">${t("{n} held", { n: held })}</span></span>` : nothing}</th>
    <td class="plan-mark">${torn ? mark("late", t("torn")) : !sums.buildings ? mark("late", t("no building")) : out ? rangeMark(out) : html`<span class="plan-fine">${icon("check-circle-fill")}<span class="visually-hidden">${t("in range")}</span></span>`}</td>
    <td class="num">${number(sums.households)}</td><td class="num">${number(sums.people)}</td><td class="num">${number(sums.merchants)}</td>
    <td class="num nowrap">${share > 0 ? "+" : share < 0 ? "−" : ""}${percent(Math.abs(share), 0)}</td>
    <td class="plan-staff">${staff || html`<span class="quiet">${t("nobody")}</span>`}</td></tr>`;
}

function table(session: Session, hands: Hands): TemplateResult {
  const middle = mean(session);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t("Table of the grids")}><table class="table plan-table">
    <caption class="visually-hidden">${t("Table of the grids")}</caption>
    <thead><tr>${head(session, "number", t("Grid"), false)}<th scope="col"><span class="visually-hidden">${t("Check")}</span></th>${head(session, "households", t("Households"))}${head(session, "people", t("Residents"))}
      ${head(session, "merchants", t("Merchants"))}${head(session, "deviation", t("Deviation"))}${head(session, "staff", t("Staff"), false)}</tr></thead>
    <tbody>${repeat(sorted(session, middle), (grid) => grid.number, (grid) => line(session, grid, middle, hands))}</tbody></table></div>`;
}

function people(session: Session, grid: number): TemplateResult {
  const staff = session.sheet(grid)?.staff ?? [];
  const english = document.documentElement.lang.startsWith("en");
  return staff.length
    ? html`${staff.map(({ name, role, role_en, substitute }) => html`<span class="plan-person">${name} <span class="quiet">${(english && role_en) || role}${substitute ? ` ${t("(substitute)")}` : ""}</span></span>`)}`
    : html`<span class="quiet">${t("Nobody is in charge of it yet.")}</span>`;
}

function detail(session: Session, grid: GridRow, hands: Hands): TemplateResult {
  const sheet = session.sheet(grid.number);
  const editable = session.editable;
  const held = [...session.plan.held].filter((at) => session.plan.label[at] === grid.number);
  const near = session.plan.neighbours(session.plan.members(grid.number));
  const rename = (event: Event) => {
    const name = value(event).trim();
    if (name && name !== grid.name) rewrite(session, grid.number, { name }, t("Grid {grid} is called {name}", { grid: grid.number, name }));
  };
  const kind = (event: Event) => rewrite(session, grid.number, { kind: checked(event) ? "special" : "base" }, t("Grid {grid} changed its kind", { grid: grid.number }));
  return html`<section class="plan-detail" aria-labelledby="plan-detail-title">
    <div class="line-between"><h2 class="h3" id="plan-detail-title">${chip(session.colours.get(grid.number))} ${t("Grid {grid}", { grid: grid.number })}</h2>
      <button type="button" class="btn btn-plain btn-small" @click=${() => hands.choose(null)}>${icon("x-lg")}${t("Let go")}</button></div>
    ${editable ? html`<div class="plan-name"><label class="field-label" for="plan-grid-name">${t("Name of the grid")}</label>
      <input class="form-control" id="plan-grid-name" maxlength="60" .value=${grid.name} @change=${rename}></div>
      <label class="option"><input type="checkbox" class="form-check-input" .checked=${grid.kind === "special"} @change=${kind}><span>${t("Special grid")}<span class="option-help">${t("A market, campus or business park: outside the range.")}</span></span></label>
      <div class="plan-buttons">
        <button type="button" class="btn btn-small" aria-pressed=${grid.locked} @click=${() => lock(session, grid.number)}>${icon(grid.locked ? "unlock" : "lock")}${grid.locked ? t("Unlock") : t("Lock")}</button>
        <button type="button" class="btn btn-small" @click=${() => halve(session, grid.number)}>${icon("layout-split")}${t("Split in halves")}</button>
        ${near.length ? html`<button type="button" class="btn btn-small" @click=${() => hands.mergeInto(grid.number)}>${icon("union")}${t("Merge into…")}</button>` : nothing}
      </div>` : html`<p>${grid.name}</p>`}
    <dl class="facts plan-facts">
      <div><dt>${t("Staff")}</dt><dd>${people(session, grid.number)}</dd></div>
      <div><dt>${t("Buildings")}</dt><dd>${number(session.plan.of(grid.number).buildings)}</dd></div>
      ${held.length ? html`<div><dt>${t("Held here")}</dt><dd>${icon("pin-angle-fill")} ${number(held.length)} <button type="button" class="btn btn-plain btn-small" @click=${() => { session.picked = new Set(held); session.redraw(); }}>${t("Choose them")}</button></dd></div>` : nothing}
      ${sheet?.facilities.length ? html`<div><dt>${t("Facilities")}</dt><dd>${sheet.facilities.join(t(", "))}</dd></div>` : nothing}
    </dl></section>`;
}

export function grids(session: Session, hands: Hands): TemplateResult {
  const { plan } = session;
  if (!plan.grids.length) {
    return empty(t("No grids yet"), t("Say in Rules how large a grid should be and press Solve; or draw the outline of a grid on the map."));
  }
  const lost = plan.sums.get(NONE)?.buildings ?? 0;
  const grid = session.grid === null ? undefined : plan.grid(session.grid);
  return html`${bars(session, hands)}${lost ? html`<p>${mark("late", t("{n} buildings are in no grid", { n: lost }))}</p>` : nothing}
    ${grid ? detail(session, grid, hands) : nothing}${table(session, hands)}`;
}
