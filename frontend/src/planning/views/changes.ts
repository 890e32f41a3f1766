// What changes against the plan in force, and another scenario beside this one.
import { html, nothing, type TemplateResult } from "lit-html";
import { check } from "../checks";
import type { GridChange } from "../contract";
import type { Session } from "../session";
import { day, number, percent, t } from "../words";
import { leads } from "./grids";
import { chip, empty, icon, off, value } from "./parts";

export interface Comparer {
  compare(key: string): void;
  swap(): void;
  choose(grid: number): void;
}

/** Households that leave the grid they are in today, counted here while one drags. */
export function movedHouseholds(session: Session): number {
  let sum = 0;
  for (const at of session.changed) sum += session.ground.households[at]!;
  return sum;
}

function figures(session: Session): TemplateResult {
  const found = session.draft?.difference;
  const total = session.ground.households.reduce((sum, each) => sum + each, 0) || 1;
  const moved = movedHouseholds(session);
  return html`<ul class="stats plan-stats">
    <li class="stat"><span class="stat-number">${number(moved)}</span><span class="stat-name">${t("households change grid")}</span></li>
    <li class="stat"><span class="stat-number">${percent(moved / total)}</span><span class="stat-name">${t("of all")}</span></li>
    <li class="stat"><span class="stat-number">${number(session.changed.size)}</span><span class="stat-name">${t("buildings")}</span></li>
    ${found ? html`<li class="stat"><span class="stat-number">${number(found.unavoidable)}</span><span class="stat-name">${t("cannot be avoided with so many grids")}</span></li>` : nothing}</ul>`;
}

function line(session: Session, change: GridChange, hands: Comparer): TemplateResult {
  return html`<tr aria-selected=${session.grid === change.number} @click=${() => hands.choose(change.number)}>
    <th scope="row"><button type="button" class="plan-grid" aria-label=${t("Grid {grid}", { grid: change.number })}>${chip(session.colours.get(change.number))}<b>${change.number}</b></button></th>
    <td>${change.was ? Number(change.was.slice(-3)) : html`<span class="quiet">${t("new")}</span>`}</td><td class="num">${change.gained ? `+${number(change.gained)}` : "0"}</td><td class="num">${change.lost ? `−${number(change.lost)}` : "0"}</td>
    <td>${leads(change.staff) || html`<span class="quiet">${t("nobody")}</span>`}</td></tr>`;
}

function table(session: Session, hands: Comparer): TemplateResult {
  const found = session.draft?.difference;
  if (!found) return empty(t("No plan is in force yet"), t("Once one is, this page says which households change grid and whom that concerns."));
  const rows = found.grids.filter(({ gained, lost, was }) => gained || lost || !was);
  return html`<p>${t("Against version {version}, in force since {since}.", { version: found.version, since: day(found.since) })}
    ${session.changed.size ? t("Changed buildings are hatched on the map.") : t("Every household stays where it is.")}</p>
    ${session.changed.size || rows.length ? figures(session) : nothing}
    ${rows.length ? html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t("Changes by grid")}><table class="table plan-table"><caption class="visually-hidden">${t("Changes by grid")}</caption>
      <thead><tr><th scope="col">${t("Grid")}</th><th scope="col">${t("Before")}</th><th scope="col" class="num">${t("Comes")}</th><th scope="col" class="num">${t("Goes")}</th><th scope="col">${t("Staff")}</th></tr></thead>
      <tbody>${rows.map((row) => line(session, row, hands))}</tbody></table></div>` : nothing}
    ${found.dissolved.length ? html`<h2 class="h3 mt-2">${t("Grids that end")}</h2><ul>${found.dissolved.map((gone) => html`<li>${gone.name ?? gone.number ?? gone.code}${gone.staff?.length ? html` · ${leads(gone.staff)} <span class="quiet">${t("needs another post")}</span>` : nothing}</li>`)}</ul>` : nothing}`;
}

function beside(session: Session): TemplateResult {
  const { other, plan, terms } = session;
  if (!other) return html`${nothing}`;
  const row = (label: string, one: string, two: string) => html`<tr><th scope="row">${label}</th><td class="num">${one}</td><td class="num">${two}</td></tr>`;
  const within = (of: typeof plan) => `${of.grids.filter((grid) => of.of(grid.number).buildings && !off(of, grid, terms)).length}/${of.grids.length}`;
  const most = (of: typeof plan, pick: (...n: number[]) => number) => of.grids.length ? number(pick(...of.grids.map((grid) => of.of(grid.number)[terms.measure]))) : "—";
  const apart = plan.label.reduce((sum, _, at) => sum + (together(plan, other.plan, at) ? 0 : session.ground.households[at]!), 0);
  return html`<table class="table plan-beside"><caption class="visually-hidden">${t("Side by side")}</caption>
    <thead><tr><td></td><th scope="col" class="num">${t("this one")}</th><th scope="col" class="num">${other.title}</th></tr></thead><tbody>
    ${row(t("Grids"), number(plan.grids.length), number(other.plan.grids.length))}${row(t("in range"), within(plan), within(other.plan))}
    ${row(t("smallest"), most(plan, Math.min), most(other.plan, Math.min))}${row(t("largest"), most(plan, Math.max), most(other.plan, Math.max))}
    ${row(t("warnings"), number(session.warnings.length), number(check(other.plan, terms).length))}</tbody></table>
    <p class="small quiet">${t("{n} households lie in another grid there.", { n: number(apart) })}</p>`;
}

/** Whether a building lies in the grid of the same number, or of the same past, in both. */
function together(one: Session["plan"], two: Session["plan"], at: number): boolean {
  const [a, b] = [one.grid(one.label[at]!), two.grid(two.label[at]!)];
  if (a?.continues && b?.continues) return a.continues === b.continues;
  return a?.number === b?.number;
}

export function changes(session: Session, hands: Comparer): TemplateResult {
  const lines = session.lines.filter(({ id }) => id !== session.draft?.id);
  return html`<div class="plan-field"><label class="field-label" for="plan-compare">${t("Compare with")}</label>
    <select class="form-select" id="plan-compare" @change=${(event: Event) => hands.compare(value(event))}>
      <option value="" ?selected=${!session.other}>${t("nothing: only this one")}</option>
      ${session.homes?.plan.grids.length ? html`<option value="force" ?selected=${session.other?.key === "force"}>${t("the plan in force")}</option>` : nothing}
      ${lines.map(({ id, name }) => html`<option value=${id} ?selected=${session.other?.key === String(id)}>${name || t("Scenario {n}", { n: id })}</option>`)}</select></div>
    ${session.other ? html`<button type="button" class="btn btn-small plan-swap" @click=${hands.swap}>${icon("arrow-left-right")}${t("Show the other one")}</button>` : nothing}
    ${beside(session)}${table(session, hands)}`;
}
