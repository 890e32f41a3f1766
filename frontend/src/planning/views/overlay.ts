// What lies over the map: the tools, what the pointer is on, what can be done with the chosen buildings.
import { html, nothing, type TemplateResult } from "lit-html";
import { assign, found, hold } from "../deeds";
import { deviation } from "../checks";
import { described } from "../keys";
import type { Session, Tool } from "../session";
import { day, number, t, w } from "../words";
import { chip, icon, pinned, rangeMark } from "./parts";

export interface Hand {
  take(tool: Tool): void;
  help(): void;
  drop(): void;
  swap(): void;
}

const TOOLS: [Tool, string, string, string][] = [
  ["select", "crosshair", w("Choose"), w("Choose: press a building; with Shift, more of them")],
  ["brush", "vector-pen", w("Extend"), w("Extend: press in a grid and drag over what it should take in")],
  ["lasso", "bounding-box", w("Lasso"), w("Lasso: draw around buildings to choose them")],
  ["outline", "hexagon", w("New grid"), w("New grid: press its corners, Enter or the first corner closes it")],
  ["line", "scissors", w("Split"), w("Split: draw a line across a grid, Enter ends it")],
];

export function toolbar(session: Session, hand: Hand): TemplateResult {
  const edit = session.editable;
  return html`<div class="plan-tools" role="toolbar" aria-label=${t("Tools")}>
    ${edit ? TOOLS.map(([tool, symbol, word, title]) => html`<button type="button" class="plan-tool" data-tool=${tool} aria-pressed=${session.tool === tool} title=${t(title)} @click=${() => hand.take(tool)}>${icon(symbol)}<span>${t(word)}</span></button>`) : nothing}
    ${edit ? html`<button type="button" class="plan-tool" data-tool="undo" ?disabled=${!session.steps.canUndo} title=${t("Take back (Ctrl+Z)")} @click=${() => session.undo()}>${icon("arrow-counterclockwise")}<span>${t("Undo")}</span></button>
    <button type="button" class="plan-tool" data-tool="redo" ?disabled=${!session.steps.canRedo} title=${t("Do again (Ctrl+Y)")} @click=${() => session.redo()}>${icon("arrow-clockwise")}<span>${t("Redo")}</span></button>` : nothing}
    <button type="button" class="plan-tool" data-tool="help" title=${t("Help (?)")} @click=${hand.help}>${icon("question-circle")}<span>${t("Help")}</span></button></div>`;
}

export function hint(session: Session): TemplateResult {
  const said = TOOLS.find(([tool]) => tool === session.tool);
  if (session.tool === "select" || !said) return html`${nothing}`;
  return html`<p class="plan-hint">${t(said[3])} · <kbd>Esc</kbd> ${t("ends it")}</p>`;
}

export function readout(session: Session, hover: number): TemplateResult {
  if (session.past) {
    return html`<p class="plan-readout is-past">${icon("clock-history")} ${session.past.title}</p>`;
  }
  const at = hover >= 0 ? hover : session.picked.size ? -1 : session.focus;
  return at < 0 || session.picked.has(at) ? html`${nothing}` : html`<p class="plan-readout" aria-hidden="true">${described(session, at)}</p>`;
}

/** What would become of a grid that takes these buildings in. */
export function after(session: Session, to: number, buildings: Iterable<number>): number {
  const { plan, ground, terms } = session;
  let amount = plan.of(to)[terms.measure];
  for (const at of buildings) if (plan.label[at] !== to) amount += ground[terms.measure][at]!;
  return amount;
}

export function targets(session: Session, buildings: Iterable<number>): number[] {
  const chosen = [...buildings];
  return session.plan.neighbours(chosen).filter((grid) => session.plan.grid(grid));
}

export function card(session: Session, hand: Hand): TemplateResult {
  const { picked, ground } = session;
  if (!picked.size || session.past) return html`${nothing}`;
  const chosen = [...picked];
  const households = chosen.reduce((sum, at) => sum + ground.households[at]!, 0);
  const title = chosen.length === 1 ? ground.name(chosen[0]!) : t("{n} buildings", { n: number(chosen.length) });
  const held = chosen.filter((at) => session.plan.held.has(at)).length;
  const all = held === chosen.length;
  const from = [...new Set(chosen.map((at) => session.plan.label[at]!))];
  return html`<section class="plan-card" aria-label=${t("Chosen")}>
    <div class="line-between"><p class="mb-0"><strong>${title}</strong> <span class="quiet">${t("{n} households", { n: number(households) })} · ${from.length === 1 ? t("grid {grid}", { grid: from[0] }) : t("{n} grids", { n: from.length })}</span>${held ? html` ${pinned(all ? t("held here") : t("{n} held", { n: held }))}` : nothing}</p>
      <button type="button" class="btn btn-plain btn-small" @click=${hand.drop}>${icon("x-lg")}${t("Let go")}</button></div>
    ${session.editable ? html`<div class="choices" role="group" aria-label=${t("Move to")}>${all ? nothing : targets(session, chosen).slice(0, 6).map((to) => {
    const amount = after(session, to, chosen);
    const out = session.plan.grid(to)?.kind === "special" ? 0 : deviation(amount, session.terms);
    return html`<button type="button" class="chip plan-move" ?disabled=${session.plan.locked(to)} @click=${() => assign(session, chosen, to)}>${chip(session.colours.get(to))}${t("to grid {grid}", { grid: to })} <span class="quiet">${t("then {n}", { n: number(amount) })}</span>${out ? rangeMark(out) : nothing}</button>`;
  })}${chosen.length > 1 && !all ? html`<button type="button" class="chip" @click=${() => found(session, chosen)}>${icon("plus-lg")}${t("a grid of their own")}</button>` : nothing}${from.some(Boolean) ? html`<button type="button" class="chip" aria-keyshortcuts="h" title=${all ? t("It may move again, by hand and when the plan is improved (h)") : t("It stays in its grid by hand and when the plan is improved; drawn anew, it stays with the other held ones of its grid (h)")} @click=${() => hold(session, chosen)}>${icon(all ? "pin-angle" : "pin-angle-fill")}${all ? t("Release") : t("Hold here")}</button>` : nothing}</div>` : nothing}</section>`;
}

export function panes(session: Session, swapped: boolean, swap: () => void): TemplateResult {
  const { other } = session;
  if (!other) return html`${nothing}`;
  return html`<p class="plan-pane-name">${swapped ? other.title : t("this one")}</p><button type="button" class="btn btn-small plan-toggle" aria-pressed=${swapped} @click=${swap}>${icon("arrow-left-right")}${swapped ? t("Show this one") : t("Show the other one")}</button>`;
}

export const asOf = (version: number, since: string): string => t("Version {version}, from {since}", { version, since: day(since) });
