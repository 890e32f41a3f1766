// The head of the sheet: which scenario, how it stands, what can be done with it as a whole; and its tabs.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Line } from "../contract";
import type { Session, Tab } from "../session";
import { moment, number, t, w } from "../words";
import { movedHouseholds } from "./changes";
import { icon, mark, off, value } from "./parts";

export interface Captain {
  open(draft: number): void;
  dialog(name: "new" | "rename" | "discard" | "export" | "import" | "underlay"): void;
  copy(): void;
  tab(tab: Tab): void;
  settle(how: "mine" | "theirs" | "copy"): void;
  drawer(): void;
  point(buildings: number[]): void;
}

export const called = (line: Pick<Line, "id" | "name">): string => line.name || t("Scenario {n}", { n: line.id });

function state(session: Session): TemplateResult {
  const draft = session.draft!;
  if (draft.adopted !== null) return mark("done", t("adopted"));
  if (draft.approval?.current && draft.approval.decision === "approved") return mark("done", t("approved"));
  return mark("doing", t("draft"));
}

function saved(session: Session, hands: Captain): TemplateResult {
  const { saver } = session;
  if (!saver || !session.editable) return html`${nothing}`;
  if (saver.state === "conflict") {
    return html`<div class="plan-conflict" role="alert"><p>${icon("exclamation-triangle-fill")} ${t("Somebody else changed this scenario meanwhile. Nothing of yours is lost:")}</p><div class="plan-buttons">
      <button type="button" class="btn btn-small btn-primary" @click=${() => hands.settle("copy")}>${t("Keep mine as a copy")}</button><button type="button" class="btn btn-small" @click=${() => hands.settle("mine")}>${t("Put mine on top of theirs")}</button><button type="button" class="btn btn-small" @click=${() => hands.settle("theirs")}>${t("Take theirs")}</button></div></div>`;
  }
  if (saver.state === "failed") return html`<p class="plan-saved late-text" role="alert">${icon("cloud-slash")} <span>${saver.trouble}${saver.loggedOut ? html` <a href="/login" target="_blank">${t("Log in")}</a>` : nothing}</span></p>`;
  const word = { saved: t("saved"), waiting: t("saving…"), saving: t("saving…") }[saver.state];
  return html`<span class="plan-saved quiet small" data-saved=${saver.state}>${icon(saver.state === "saved" ? "check2" : "arrow-repeat")} ${word}</span>`;
}

function menu(session: Session, hands: Captain): TemplateResult {
  const { links } = session.house;
  const draft = session.draft;
  const link = (name: string, symbol: string, word: string) => (links[name] ? html`<a href=${links[name]!.replace("DRAFT", String(draft?.id ?? ""))}>${icon(symbol)}${word}</a>` : nothing);
  const button = (symbol: string, word: string, press: () => void) => html`<button type="button" @click=${(event: Event) => { (event.target as Element).closest("details")!.open = false; press(); }}>${icon(symbol)}${word}</button>`;
  return html`<details class="menu plan-menu"><summary class="btn btn-small" aria-label=${t("More with this scenario")}>${icon("three-dots")}</summary><div class="menu-list">
    ${button("plus-lg", t("New scenario"), () => hands.dialog("new"))}
    ${draft ? html`${button("clipboard", t("Copy"), hands.copy)}${button("pencil", t("Rename"), () => hands.dialog("rename"))}${session.editable ? button("trash", t("Put away"), () => hands.dialog("discard")) : nothing}` : nothing}
    ${button("file-earmark-arrow-down", t("Export"), () => hands.dialog("export"))}${button("file-earmark-arrow-up", t("Import"), () => hands.dialog("import"))}${button("image", t("Paper map beneath"), () => hands.dialog("underlay"))}${link("print", "printer", t("Print"))}</div></details>`;
}

function notes(session: Session, hands: Captain): TemplateResult {
  if (!session.notes.length) return html`${nothing}`;
  const away = () => { session.notes = []; session.redraw(); };
  return html`<div class="notice plan-notes" role="note">${icon("info-circle")}<div><ul>${session.notes.map(({ text, buildings }) => html`<li>${text}${buildings.length ? html` <button type="button" class="btn btn-plain btn-small" @click=${() => hands.point(buildings)}>${t("Show")}</button>` : nothing}</li>`)}</ul>
    <button type="button" class="btn btn-small" @click=${away}>${icon("check2")}${t("Seen")}</button></div></div>`;
}

export function head(session: Session, hands: Captain): TemplateResult {
  const { draft, house } = session;
  return html`<header class="plan-head">
    <div class="plan-title"><h1>${house.name}</h1>${menu(session, hands)}</div>
    ${draft ? html`<div class="plan-choose"><label class="visually-hidden" for="plan-draft">${t("Scenario")}</label>
      <select class="form-select" id="plan-draft" @change=${(event: Event) => hands.open(Number(value(event)))}>${session.lines.map((line) => html`<option value=${line.id} ?selected=${line.id === draft.id}>${called(line)} · ${t("{n} grids", { n: number(line.grids) })}</option>`)}</select></div>
    <p class="plan-state">${state(session)} <span class="quiet small">${draft.made_by} · ${moment(draft.changed_at || draft.made_at)}</span> ${saved(session, hands)}</p>` : nothing}
    ${draft && draft.adopted !== null ? html`<p class="plan-begin"><button type="button" class="btn btn-primary btn-small" @click=${() => hands.dialog("new")}>${icon("plus-lg")}${t("New scenario")}</button><span class="small quiet">${t("An adopted plan is not changed any more: begin another from it.")}</span></p>` : nothing}
    ${notes(session, hands)}${session.trouble ? html`<p class="notice notice-error" role="alert">${icon("exclamation-triangle-fill")}<span>${session.trouble}</span></p>` : nothing}</header>`;
}

export function summary(session: Session): TemplateResult {
  const { plan, terms } = session;
  const within = plan.grids.filter((grid) => plan.of(grid.number).buildings && !off(plan, grid, terms)).length;
  return html`<ul class="plan-summary">
    <li><b>${within}/${plan.grids.length}</b> <span>${t("in range")}</span></li>
    <li class=${session.warnings.length ? "is-soon" : ""}><b>${number(session.warnings.length)}</b> <span>${t("warnings")}</span></li>
    <li><b>${number(movedHouseholds(session))}</b> <span>${t("households moved")}</span></li></ul>`;
}

const TABS: [Tab, string][] = [["grids", w("Grids")], ["rules", w("Rules")], ["changes", w("Changes")], ["adopt", w("Acceptance")], ["past", w("History")]];

export function tabs(session: Session, hands: Captain): TemplateResult {
  const walk = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    const at = TABS.findIndex(([tab]) => tab === session.tab);
    const [next] = TABS[(at + by + TABS.length) % TABS.length]!;
    hands.tab(next);
    document.getElementById(`plan-tab-${next}`)?.focus();
  };
  return html`<div class="plan-tabs" role="tablist" aria-label=${t("What to see")} @keydown=${walk}>${TABS.map(([tab, word]) => html`<button type="button" role="tab" id="plan-tab-${tab}" aria-selected=${tab === session.tab} aria-controls="plan-panel" tabindex=${tab === session.tab ? 0 : -1} @click=${() => hands.tab(tab)}>${t(word)}</button>`)}</div>`;
}
