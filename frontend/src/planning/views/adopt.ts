// The end of planning: checks that warn, the checklist that a colleague answers, the day, and putting it in force.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Warning } from "../checks";
import type { Approval, Check } from "../contract";
import type { Session } from "../session";
import { day, moment, number, t } from "../words";
import { movedHouseholds } from "./changes";
import { icon, mark, value } from "./parts";

export interface Clerk {
  approve(decision: "approved" | "refused"): void;
  adopt(): void;
  point(check: { grids: number[]; buildings: number[] }): void;
  travel(): void;
}

/** The answers of the checklist while they are being given. */
export interface Answers {
  held: Map<string, boolean>;
  notes: Map<string, string>;
  note: string;
  since: string;
  renumber: boolean;
}

const SHAPES = { ok: "done", note: "quiet", warn: "soon" } as const;

function said(session: Session, warning: Warning): string {
  const { terms } = session;
  const facts = { grid: warning.grid, n: number(warning.amount ?? 0), min: number(terms.min), max: number(terms.max) };
  return {
    below: t("Grid {grid} has {n}, below {min}.", facts), above: t("Grid {grid} has {n}, above {max}.", facts),
    torn: t("Grid {grid} is torn apart: {n} buildings have no connection to the rest.", facts),
    empty: t("Grid {grid} has no building.", facts), gap: t("{n} buildings are in no grid.", facts),
    cut: t("A compound lies in {n} grids: {name}.", { ...facts, name: session.ground.buildings[warning.buildings?.[0] ?? 0]?.compound ?? "" }),
  }[warning.kind];
}

/** The server's checks; those of range, gap and tearing as they stand this very moment. */
function checks(session: Session, hands: Clerk): TemplateResult {
  const live = new Set(["range", "connected", "orphan", "empty", "compound"]);
  const saved = session.saver?.idle ?? true;
  const server = (session.draft?.checks ?? []).filter(({ code }) => saved || !live.has(code));
  const warns = server.filter(({ level }) => level === "warn").length + (saved ? 0 : session.warnings.length);
  const row = (tone: keyof typeof SHAPES, text: string, press: (() => void) | null) => html`<li class="plan-check is-${tone}">${icon({ ok: "check-circle-fill", note: "info-circle", warn: "exclamation-triangle-fill" }[tone])}<span><span class="visually-hidden">${{ ok: t("holds"), note: t("note"), warn: t("look at this") }[tone]}: </span>${text}</span>${press ? html`<button type="button" class="btn btn-plain btn-small" @click=${press}>${t("Show")}</button>` : nothing}</li>`;
  const shows = (check: Check) => (check.grids.length || check.buildings.length) ? () => hands.point(check) : null;
  const rank = { warn: 0, note: 1, ok: 2 };
  const at = (warning: Warning) => () => hands.point({ grids: warning.grid ? [warning.grid] : [], buildings: (warning.buildings ?? []).map((n) => session.ground.buildings[n]!.id) });
  return html`<li class="step ${warns ? "step-open" : "step-done"}"><h2 class="step-title">${t("Checks")}</h2>
    <p class="step-meta">${warns ? t("{n} things to look at. They warn, they do not forbid.", { n: warns }) : t("Nothing to warn of.")} ${t("No two grids can overlap: each building is in one grid only.")}</p>
    <ul class="plan-checks">${saved ? nothing : session.warnings.map((warning) => row("warn", said(session, warning), at(warning)))}
      ${[...server].sort((a, b) => rank[a.level] - rank[b.level]).map((check) => row(check.level, check.text, shows(check)))}</ul></li>`;
}

function answered(session: Session, answers: Answers): boolean {
  return (session.draft?.checklist ?? []).every(({ code }) => answers.held.has(code)
    && (answers.held.get(code) || Boolean(answers.notes.get(code)?.trim())));
}

function questions(session: Session, answers: Answers, hands: Clerk): TemplateResult {
  const change = (code: string, held: boolean) => () => { answers.held.set(code, held); session.redraw(); };
  return html`<div class="plan-questions">${session.draft!.checklist.map(({ code, name, question }) => html`<fieldset class="field"><legend class="field-label">${name}</legend><p class="field-help">${question}</p>
      <div class="choices"><label class="chip"><input type="radio" name="plan-q-${code}" .checked=${answers.held.get(code) === true} @change=${change(code, true)}>${t("held to")}</label><label class="chip"><input type="radio" name="plan-q-${code}" .checked=${answers.held.get(code) === false} @change=${change(code, false)}>${t("not held to")}</label></div>
      ${answers.held.get(code) === false ? html`<div class="plan-field mt-1"><label class="field-label" for="plan-why-${code}">${t("Why it may be so all the same")}</label><input class="form-control" id="plan-why-${code}" maxlength="200" .value=${answers.notes.get(code) ?? ""} @input=${(event: Event) => { answers.notes.set(code, value(event)); session.redraw(); }}></div>` : nothing}</fieldset>`)}
    <div class="plan-field"><label class="field-label" for="plan-note">${t("Note")}</label><input class="form-control" id="plan-note" maxlength="200" .value=${answers.note} @input=${(event: Event) => { answers.note = value(event); }}></div>
    <div class="plan-buttons"><button type="button" class="btn btn-primary" ?disabled=${!answered(session, answers)} @click=${() => hands.approve("approved")}>${icon("check2")}${t("Approve")}</button>
      <button type="button" class="btn btn-danger" @click=${() => hands.approve("refused")}>${t("Do not approve")}</button></div>
    ${answered(session, answers) ? nothing : html`<p class="field-help">${t("Answer every question first; where one is not held to, say why.")}</p>`}</div>`;
}

function decided({ draft }: Session, approval: Approval): TemplateResult {
  const named = new Map(draft?.checklist.map(({ code, name }) => [code, name]));
  return html`<p>${approval.decision === "approved" ? mark("done", t("approved")) : mark("late", t("not approved"))} ${approval.by} · ${moment(approval.at)}</p>
    <ul class="plan-checks">${approval.answers.map(({ code, name, held, note }) => html`<li class="plan-check is-${held ? "ok" : "warn"}">${icon(held ? "check-circle-fill" : "exclamation-triangle-fill")}<span>${named.get(code) ?? name} · ${held ? t("held to") : t("not held to")}${note ? ` — ${note}` : ""}</span></li>`)}</ul>
    ${approval.note ? html`<p>${approval.note}</p>` : nothing}`;
}

function approving(session: Session, answers: Answers, hands: Clerk): TemplateResult {
  const draft = session.draft!;
  const { approval } = draft;
  const stands = approval?.current && approval.decision === "approved";
  const body = stands ? decided(session, approval)
    : html`${approval && !approval.current ? html`<p class="quiet">${t("{by} decided about an earlier state ({at}). It has changed since.", { by: approval.by, at: moment(approval.at) })}</p>` : approval ? decided(session, approval) : nothing}
      ${!session.saver?.idle ? html`<p class="quiet">${t("Saving first…")}</p>` : !draft.approvable ? html`<p class="quiet">${t("Put every building in a grid first.")}</p>` : !draft.own ? questions(session, answers, hands)
    : html`<p>${t("Whoever drew or changed a plan does not approve it. A colleague of the community or the street opens this page and answers:")}</p><ul>${draft.checklist.map(({ name, question }) => html`<li><strong>${name}</strong> <span class="quiet">${question}</span></li>`)}</ul>`}`;
  return html`<li class="step ${stands ? "step-done" : "step-open"}"><h2 class="step-title">${t("Checklist and approval")}</h2><div class="step-body">${body}</div></li>`;
}

function accepting(session: Session, answers: Answers, hands: Clerk): TemplateResult {
  const { approval } = session.draft!;
  const ready = approval?.current && approval.decision === "approved" && (session.saver?.idle ?? true);
  return html`<li class="step ${ready ? "step-open" : "step-next"}"><h2 class="step-title">${t("Put in force")}</h2>
    ${ready ? html`<div class="step-body"><div class="plan-field form-short"><label class="field-label" for="plan-since">${t("In force from")}</label><input class="form-control" type="date" id="plan-since" min=${session.house.today} .value=${answers.since} @change=${(event: Event) => { answers.since = value(event); session.redraw(); }}></div>
      <label class="option"><input type="checkbox" class="form-check-input" .checked=${answers.renumber} @change=${(event: Event) => { answers.renumber = (event.target as HTMLInputElement).checked; }}><span>${t("Number all grids anew")}<span class="option-help">${t("From west to east, then north to south. Otherwise grids that go on keep number, code and staff.")}</span></span></label>
      <p>${t("{n} households will change grid.", { n: number(movedHouseholds(session)) })} ${t("Cases of earlier days keep the grid of their day.")}</p>
      <button type="button" class="btn btn-primary btn-wide" ?disabled=${!answers.since} @click=${hands.adopt}>${icon("check2-circle")}${t("Accept this plan")}</button></div>`
    : html`<p class="step-meta">${t("After the approval.")}</p>`}</li>`;
}

export function adopt(session: Session, answers: Answers, hands: Clerk): TemplateResult {
  const { draft } = session;
  if (!draft) return html`${nothing}`;
  if (draft.adopted !== null) {
    const version = session.versions.find(({ id }) => id === draft.adopted);
    return html`<p class="notice notice-success">${icon("check-circle-fill")}<span>${version ? t("Accepted: version {version}, in force from {since}.", { version: version.version, since: day(version.since) }) : t("Accepted.")}</span></p>
      ${draft.approval ? decided(session, draft.approval) : nothing}
      <p><button type="button" class="btn btn-small" @click=${hands.travel}>${icon("clock-history")}${t("History")}</button></p>`;
  }
  if (!session.plan.grids.length) return html`<p class="quiet">${t("Nothing to accept yet: there are no grids.")}</p>`;
  return html`${draft.outdated ? html`<p class="notice notice-warning">${icon("exclamation-triangle-fill")}<span>${t("Buildings or the outline changed since this was drawn. Improve it once more before it is put in force.")}</span></p>` : nothing}
    <ol class="steps">${checks(session, hands)}${approving(session, answers, hands)}${accepting(session, answers, hands)}</ol>`;
}
