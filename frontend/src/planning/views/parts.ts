// Small pieces of the sheet: icons, marks of state, fields.
import { html, nothing, svg, type TemplateResult } from "lit-html";
import { deviation } from "../checks";
import type { GridRow, Terms } from "../contract";
import type { Plan } from "../plan";
import { number, t } from "../words";

let sprite = "";
export const setSprite = (address: string): void => { sprite = address; };

export const icon = (name: string): TemplateResult =>
  html`<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;

/** A state as colour, word and shape. */
export const mark = (tone: "done" | "soon" | "late" | "doing" | "quiet" | "new", word: string): TemplateResult => {
  const shape = { done: "check-circle-fill", soon: "exclamation-triangle-fill", late: "exclamation-diamond-fill",
    doing: "circle-half", quiet: "dash-circle", new: "circle" }[tone];
  return html`<span class="state state-${tone}">${icon(shape)}${word}</span>`;
};

/** How far a grid is out of range, in its measure; a special grid never is. */
export function off(plan: Plan, grid: GridRow, terms: Terms): number {
  const sums = plan.of(grid.number);
  if (grid.kind === "special") return 0;
  if (terms.people && terms.measure !== "people" && !deviation(sums.people, terms.people)) return 0;
  return deviation(sums[terms.measure], terms);
}

export const rangeMark = (out: number): TemplateResult =>
  out < 0 ? mark("soon", t("{n} short", { n: number(-out) }))
    : out > 0 ? mark("late", t("{n} over", { n: number(out) })) : mark("done", t("in range"));

/** The colour of a grid as on the map. */
export const chip = (colour: number | undefined): TemplateResult =>
  svg`<svg class="plan-chip" viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="3" class="grid-colour-${(colour ?? 0) % 12}"></rect></svg>` as TemplateResult;

/** The mark of a building that is held in its grid. */
export const pinned = (word = t("held here")): TemplateResult =>
  html`<span class="plan-pinned">${icon("pin-angle-fill")}<span>${word}</span></span>`;

export function field(label: string, id: string, input: TemplateResult, help = ""): TemplateResult {
  return html`<div class="plan-field"><label class="field-label" for=${id}>${label}</label>${help ? html`<p class="field-help" id="${id}-help">${help}</p>` : nothing}${input}</div>`;
}

export function empty(title: string, text: string): TemplateResult {
  return html`<div class="empty plan-empty"><h2 class="h3">${title}</h2><p>${text}</p></div>`;
}

export const value = (event: Event): string => (event.target as HTMLInputElement).value;
export const checked = (event: Event): boolean => (event.target as HTMLInputElement).checked;
