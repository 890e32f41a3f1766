// The rule for a grid, what makes work, the dial, and solving in the background.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Factor, Job, Mode, Terms } from "../contract";
import { runs } from "../job";
import type { Session } from "../session";
import { number, percent, t, w } from "../words";
import { checked, field, icon, mark, value } from "./parts";

export interface Solver {
  terms(change: Partial<Terms>): void;
  solve(mode: Mode): void;
  cancel(): void;
}

const FACTORS: [Factor, string][] = [
  ["households", w("households")], ["registered", w("registered residents")], ["floating", w("floating population")],
  ["care", w("people in care")], ["merchants", w("merchants")], ["area", w("hectares")],
];
const NORMAL = { evenness: 10, shape: 1, compound: 0.3, keep: 2 };
const PATIENCE = 30_000; // milliseconds; a worker looks for work every second
type Turn = keyof typeof NORMAL;
const FACTOR = [0, 0.5, 1, 2, 4]; // what a notch of the dial makes of the normal weight
const PRESETS: [string, Record<Turn, number>][] = [
  [w("Balanced"), { evenness: 2, shape: 2, compound: 2, keep: 2 }],
  [w("As even as can be"), { evenness: 4, shape: 1, compound: 1, keep: 1 }],
  [w("Compact shapes"), { evenness: 1, shape: 4, compound: 2, keep: 1 }],
  [w("Whole compounds"), { evenness: 1, shape: 2, compound: 4, keep: 2 }],
  [w("Few changes"), { evenness: 2, shape: 1, compound: 2, keep: 4 }],
];

const weight = (terms: Terms, turn: Turn): number => (turn === "keep" ? terms.keep : terms.dial[turn]);

function notch(terms: Terms, turn: Turn): number {
  const factor = weight(terms, turn) / NORMAL[turn];
  return FACTOR.reduce((best, each, at) => (Math.abs(each - factor) < Math.abs(FACTOR[best]! - factor) ? at : best), 0);
}

function turned(terms: Terms, notches: Partial<Record<Turn, number>>): Partial<Terms> {
  const dial = { ...terms.dial };
  let { keep } = terms;
  for (const [turn, at] of Object.entries(notches) as [Turn, number][]) {
    const wanted = NORMAL[turn] * FACTOR[at]!;
    if (turn === "keep") keep = wanted;
    else dial[turn] = wanted;
  }
  return { dial, keep };
}

const words = () => [t("not at all"), t("a little"), t("normally"), t("much"), t("above all")];

function slider(terms: Terms, turn: Turn, label: string, solver: Solver): TemplateResult {
  const at = notch(terms, turn);
  const id = `plan-dial-${turn}`;
  return html`<div class="plan-dial"><label for=${id}>${label}</label>
    <input type="range" id=${id} min="0" max="4" step="1" .value=${String(at)} aria-valuetext=${words()[at]!}
      @change=${(event: Event) => solver.terms(turned(terms, { [turn]: Number(value(event)) }))}><span class="quiet small">${words()[at]}</span></div>`;
}

function dial(terms: Terms, solver: Solver): TemplateResult {
  const same = (notches: Record<Turn, number>) => (Object.keys(notches) as Turn[]).every((turn) => notch(terms, turn) === notches[turn]);
  return html`<fieldset class="field"><legend class="field-label">${t("What matters most")}</legend>
    <div class="choices plan-presets">${PRESETS.map(([name, notches]) => html`<button type="button" class="chip" aria-pressed=${same(notches)} @click=${() => solver.terms(turned(terms, notches))}>${t(name)}</button>`)}</div>
    ${slider(terms, "evenness", t("Evenness"), solver)}${slider(terms, "shape", t("Shape"), solver)}
    ${slider(terms, "compound", t("Whole compounds"), solver)}${slider(terms, "keep", t("Least upheaval"), solver)}</fieldset>`;
}

function amount(id: string, shown: number | null, change: (to: number) => void, label = ""): TemplateResult {
  const changed = (event: Event) => {
    const to = Math.round(Number(value(event)));
    if (Number.isFinite(to) && to >= 0) change(to);
  };
  return html`<input class="form-control" type="number" inputmode="numeric" min="0" id=${id} .value=${shown === null ? "" : String(shown)} aria-label=${label || nothing} @change=${changed}>`;
}

function rule(terms: Terms, solver: Solver): TemplateResult {
  const people = terms.people ?? { min: 900, max: 1100 };
  return html`<fieldset class="field"><legend class="field-label">${t("How large a grid is")}</legend>
    <div class="choices mb-1">${(["households", "people"] as const).map((measure) => html`<label class="chip"><input type="radio" name="plan-measure" .checked=${terms.measure === measure} @change=${() => solver.terms({ measure, ...(measure === "people" ? { people: null } : {}) })}>${measure === "people" ? t("by people") : t("by households")}</label>`)}</div>
    <div class="plan-range">${field(t("At least"), "plan-min", amount("plan-min", terms.min, (min) => solver.terms({ min })))}<span aria-hidden="true">–</span>${field(t("At most"), "plan-max", amount("plan-max", terms.max, (max) => solver.terms({ max })))}</div>
    ${terms.measure === "households" ? html`<label class="option"><input type="checkbox" class="form-check-input" .checked=${terms.people !== null} @change=${(event: Event) => solver.terms({ people: checked(event) ? people : null })}><span>${t("or by people: whichever of the two holds")}</span></label>
      ${terms.people ? html`<div class="plan-range">${field(t("People, at least"), "plan-people-min", amount("plan-people-min", people.min, (min) => solver.terms({ people: { ...people, min } })))}<span aria-hidden="true">–</span>${field(t("People, at most"), "plan-people-max", amount("plan-people-max", people.max, (max) => solver.terms({ people: { ...people, max } })))}</div>` : nothing}` : nothing}
    <label class="option"><input type="checkbox" class="form-check-input" .checked=${terms.compounds_whole} @change=${(event: Event) => solver.terms({ compounds_whole: checked(event) })}><span>${t("Never cut a compound")}<span class="option-help">${t("A compound too large for one grid is cut all the same, and said so.")}</span></span></label></fieldset>`;
}

function count(session: Session, solver: Solver): TemplateResult {
  const { terms } = session;
  const now = terms.k ?? (session.plan.grids.filter(({ kind }) => kind === "base").length || 1);
  return html`<fieldset class="field"><legend class="field-label">${t("How many grids")}</legend>
    <div class="choices mb-1"><label class="chip"><input type="radio" name="plan-k" .checked=${terms.k === null} @change=${() => solver.terms({ k: null })}>${t("as many as fit best")}</label>
      <label class="chip"><input type="radio" name="plan-k" .checked=${terms.k !== null} @change=${() => solver.terms({ k: now })}>${t("one for each worker")}</label></div>
    ${terms.k === null ? nothing : html`<div class="form-short">${field(t("Workers, and so grids"), "plan-k", amount("plan-k", terms.k, (k) => solver.terms({ k: Math.max(1, k) })))}</div>`}</fieldset>`;
}

function work(terms: Terms, solver: Solver): TemplateResult {
  return html`<details class="plan-more"><summary>${t("What makes work")}</summary>
    <p class="field-help">${t("Evenness is the evenness of the work: a household counts as 1, say what the rest counts beside it.")}</p>
    <div class="plan-factors">${FACTORS.map(([name, word]) => field(t(word), `plan-work-${name}`, html`<input class="form-control" type="number" step="0.1" min="0" id="plan-work-${name}" .value=${String(terms.work[name] ?? 0)}
      @change=${(event: Event) => solver.terms({ work: { ...terms.work, [name]: Math.max(0, Number(value(event)) || 0) } })}>`))}</div></details>`;
}

const forgotten = (job: Job): boolean => job.state === "waiting" && Date.now() - Date.parse(job.asked_at) > PATIENCE;

export function progress(session: Session, solver: Solver): TemplateResult {
  const job = session.draft?.job;
  if (!job || !runs(job)) return html`${nothing}`;
  const best = job.objective === null ? t("still looking for a first plan")
    : t("best so far: {outside} grids out of range, score {score}", { outside: number(job.outside ?? 0), score: number(job.objective, 1) });
  return html`<div class="plan-progress" role="group" aria-label=${t("Solving")}>
    <div class="line-between"><strong>${job.state === "waiting" ? t("Waiting for its turn") : t("Solving")} ${job.state === "running" ? percent(job.progress, 0) : nothing}</strong>
      <button type="button" class="btn btn-small" ?disabled=${job.cancel} @click=${solver.cancel}>${icon("x-lg")}${job.cancel ? t("Stopping…") : t("Cancel")}</button></div>
    <progress max="1" .value=${job.progress} aria-label=${t("Solving")}></progress>
    <p class="small quiet">${forgotten(job) ? t("Nobody has taken it up yet: the worker does not seem to run. Ask whoever runs Wangge to start it.") : best}<br>${t("Cancelling keeps the best so far.")}</p></div>`;
}

function ended(session: Session): TemplateResult {
  const job = session.draft?.job;
  if (!job || runs(job)) return html`${nothing}`;
  if (job.state === "failed") return html`<p class="notice notice-error">${icon("exclamation-triangle-fill")}<span>${job.error || t("The solving failed. Change the rule and try again.")}</span></p>`;
  const reason = String(session.draft?.figures.reason ?? "");
  const gap = session.draft?.figures.gap;
  return html`${reason ? html`<p class="notice notice-warning">${icon("exclamation-triangle-fill")}<span>${reason}</span></p>` : nothing}
    ${job.state === "done" ? html`<p>${mark("done", t("Solved"))} <span class="quiet small">${typeof gap === "number" ? t("within {gap} of the best possible", { gap: percent(gap) }) : nothing}</span></p>` : nothing}`;
}

export function rules(session: Session, solver: Solver): TemplateResult {
  if (!session.editable) return html`<p class="quiet">${t("This plan is adopted: its rule stays as it was. Copy it to try something else.")}</p>`;
  const { terms } = session;
  const drawn = session.plan.grids.length > 0;
  const inForce = session.versions.some(({ force }) => force === "present");
  const busy = runs(session.draft?.job);
  return html`${rule(terms, solver)}${count(session, solver)}${dial(terms, solver)}${work(terms, solver)}
    <div class="plan-field plan-time"><label class="field-label" for="plan-seconds">${t("Time to search")}</label>
      <select class="form-select" id="plan-seconds" @change=${(event: Event) => solver.terms({ seconds: Number(value(event)) })}>${[5, 10, 30, 120, 600].map((seconds) => html`<option value=${seconds} ?selected=${seconds === terms.seconds}>${seconds < 60 ? t("{n} seconds", { n: seconds }) : t("{n} minutes", { n: seconds / 60 })}</option>`)}</select></div>
    <div class="plan-solve">${ended(session)}${busy ? progress(session, solver) : html`
      <button type="button" class="btn ${drawn ? "" : "btn-primary"}" ?disabled=${busy} @click=${() => solver.solve("fresh")}>${icon("magic")}${t("Draw afresh")}</button>
      ${drawn ? html`<button type="button" class="btn btn-primary" ?disabled=${busy} @click=${() => solver.solve("improve")}>${icon("sliders")}${t("Improve this one")}</button>` : nothing}
      ${drawn && inForce ? html`<button type="button" class="btn" ?disabled=${busy} @click=${() => solver.solve("redraw")}>${icon("arrow-repeat")}${t("Redraw with few changes")}</button>` : nothing}
      <button type="button" class="btn" @click=${() => solver.solve("several")}>${icon("layers")}${t("Several to choose from")}</button>
      <p class="field-help">${t("Locked grids stay as they are.")}</p>`}</div>`;
}
