// The dialogs: assign to a neighbour, merge, help, a new scenario, rename, put away, accept; and the list of buildings.
import { html, nothing, type TemplateResult } from "lit-html";
import { assign, found, merge } from "../deeds";
import type { Session } from "../session";
import { day, number, t, w } from "../words";
import { movedHouseholds } from "./changes";
import { after, targets } from "./overlay";
import { exporting, type Filing, importing, laying, lifting } from "./files";
import { chip, icon, off, pinned, value } from "./parts";
import { deviation } from "../checks";

export type Name = "assign" | "merge" | "help" | "new" | "rename" | "discard" | "adopt" | "withdraw" | "export" | "import" | "underlay" | "lift";

export interface Asked {
  name: Name;
  division?: number;
}

export interface Clerk extends Filing {
  open(name: string, basis: "in_force" | "fresh"): void;
  rename(name: string, note: string): void;
  discard(): void;
  adopt(): void;
  withdraw(division: number): void;
}

function listbox(options: { grid: number; label: TemplateResult }[], press: (grid: number) => void, label: string): TemplateResult {
  const walk = (event: KeyboardEvent) => {
    const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=option]")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      (document.activeElement as HTMLElement).click();
    } else {
      const typed = all.find((option) => option.dataset.grid?.startsWith(event.key));
      if (/^\d$/.test(event.key)) typed?.focus();
    }
  };
  return html`<div class="plan-listbox" role="listbox" aria-label=${label} @keydown=${walk}>${options.map(({ grid, label: each }) => html`<div role="option" tabindex="0" aria-selected="false" data-grid=${grid} @click=${() => press(grid)}>${each}</div>`)}</div>`;
}

function option(session: Session, grid: number, amount: number): TemplateResult {
  const row = session.plan.grid(grid);
  const out = row?.kind === "special" ? 0 : deviation(amount, session.terms);
  const mark = out < 0 ? t("{n} short", { n: number(-out) }) : out > 0 ? t("{n} over", { n: number(out) }) : t("in range");
  return html`${chip(session.colours.get(grid))}<span>${t("Grid {grid}", { grid })} <span class="quiet">${row?.name ?? ""} · ${t("then {n}", { n: number(amount) })} · ${mark}</span></span>${row?.locked ? icon("lock") : nothing}`;
}

function assigning(session: Session, hands: Clerk): TemplateResult {
  const chosen = session.picked.size ? [...session.picked] : [session.focus];
  const near = targets(session, chosen);
  const press = (grid: number) => {
    hands.close();
    if (!assign(session, chosen, grid)) return;
    session.picked.clear();
    session.redraw();
  };
  return html`<h2 id="plan-dialog-title">${t("Move to which grid?")}</h2><p>${chosen.length === 1 ? session.ground.name(chosen[0]!) : t("{n} buildings", { n: chosen.length })}</p>
    ${near.length ? listbox(near.map((grid) => ({ grid, label: option(session, grid, after(session, grid, chosen)) })), press, t("Neighbouring grids"))
    : html`<p class="quiet">${t("No other grid touches it. Choose a building at the border of a grid.")}</p>`}
    <div class="dialog-actions"><button type="button" class="btn" @click=${hands.close}>${t("Not now")}</button><button type="button" class="btn" @click=${() => { hands.close(); found(session, chosen); }}>${icon("plus-lg")}${t("A grid of their own")}</button></div>`;
}

function merging(session: Session, hands: Clerk): TemplateResult {
  const grid = session.grid!;
  const near = session.plan.neighbours(session.plan.members(grid));
  const sum = session.plan.of(grid)[session.terms.measure];
  const press = (into: number) => { hands.close(); merge(session, grid, into); };
  return html`<h2 id="plan-dialog-title">${t("Merge grid {grid} into which?", { grid })}</h2><p>${t("Its number ends; the other one stays.")}</p>
    ${listbox(near.map((into) => ({ grid: into, label: option(session, into, session.plan.of(into)[session.terms.measure] + sum) })), press, t("Neighbouring grids"))}
    <div class="dialog-actions"><button type="button" class="btn" @click=${hands.close}>${t("Not now")}</button></div>`;
}

const KEYS: [string, string][] = [
  ["← ↑ ↓ →", w("walk to the next building (with the map in focus)")], ["Space", w("choose it, or let it go")], ["a", w("move what is chosen to a neighbouring grid")],
  ["m", w("merge its grid into a neighbour")], ["s", w("split its grid in halves")], ["l", w("lock or unlock its grid")], ["h", w("hold what is chosen in its grid, or release it")], ["/", w("find a building")],
  ["Ctrl Z · Ctrl Y", w("take back, do again")], ["+ − 0", w("nearer, further, everything")], ["Shift ← ↑ ↓ →", w("move the map")], ["Esc", w("let go, lay the tool down")], ["?", w("this help")],
];

function helping(hands: Clerk): TemplateResult {
  return html`<h2 id="plan-dialog-title">${t("Working on the map")}</h2>
    <p>${t("Press a building to choose it, with Shift more of them, then say which grid it goes to. Extend: press in a grid and drag over what it should take in. Everything is saved by itself and can be taken back.")}</p>
    <h3 class="h4">${t("By keyboard")}</h3><dl class="facts plan-keys">${KEYS.map(([key, what]) => html`<div><dt>${key.split(" ").map((each) => (each === "·" ? " · " : html`<kbd>${each}</kbd> `))}</dt><dd>${t(what)}</dd></div>`)}</dl>
    <div class="dialog-actions"><button type="button" class="btn btn-primary" @click=${hands.close}>${t("Go on")}</button></div>`;
}

function opening(session: Session, hands: Clerk): TemplateResult {
  const inForce = session.versions.some(({ force }) => force === "present");
  const send = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    hands.open(String(form.get("name") ?? ""), form.get("basis") === "fresh" ? "fresh" : "in_force");
  };
  return html`<form @submit=${send}><h2 id="plan-dialog-title">${t("New scenario")}</h2>
    <div class="field"><label class="field-label" for="plan-new-name">${t("Name of the scenario")}</label><input class="form-control" id="plan-new-name" name="name" maxlength="60" placeholder=${t("such as: eleven grids")}></div>
    <fieldset class="field"><legend class="field-label">${t("Begin with")}</legend><div class="options">
      ${inForce ? html`<label class="option"><input class="form-check-input" type="radio" name="basis" value="in_force" checked><span>${t("the plan in force")}<span class="option-help">${t("Numbers and staff stay; change what must change.")}</span></span></label>` : nothing}
      <label class="option"><input class="form-check-input" type="radio" name="basis" value="fresh" ?checked=${!inForce}><span>${t("nothing: draw afresh")}<span class="option-help">${t("Say how large a grid should be, then solve.")}</span></span></label></div></fieldset>
    <div class="dialog-actions"><button type="button" class="btn" @click=${hands.close}>${t("Not now")}</button><button class="btn btn-primary">${t("Begin")}</button></div></form>`;
}

function renaming(session: Session, hands: Clerk): TemplateResult {
  const send = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    hands.rename(String(form.get("name") ?? ""), String(form.get("note") ?? ""));
  };
  return html`<form @submit=${send}><h2 id="plan-dialog-title">${t("Rename")}</h2>
    <div class="field"><label class="field-label" for="plan-re-name">${t("Name of the scenario")}</label><input class="form-control" id="plan-re-name" name="name" maxlength="60" .value=${session.draft?.name ?? ""}></div>
    <div class="field"><label class="field-label" for="plan-re-note">${t("Note")}</label><input class="form-control" id="plan-re-note" name="note" maxlength="200" .value=${session.draft?.note ?? ""}></div>
    <div class="dialog-actions"><button type="button" class="btn" @click=${hands.close}>${t("Not now")}</button><button class="btn btn-primary">${t("Rename")}</button></div></form>`;
}

function sure(title: string, text: TemplateResult, word: string, press: () => void, hands: Clerk, danger = false): TemplateResult {
  return html`<h2 id="plan-dialog-title">${title}</h2>${text}<div class="dialog-actions"><button type="button" class="btn" @click=${hands.close}>${t("Not now")}</button><button type="button" class="btn ${danger ? "btn-danger" : "btn-primary"}" @click=${press}>${word}</button></div>`;
}

function accepting(session: Session, since: string, hands: Clerk): TemplateResult {
  const warned = session.plan.grids.filter((grid) => off(session.plan, grid, session.terms)).length;
  const text = html`<ul><li>${t("In force from {since}; until then it can be taken back.", { since: day(since) })}</li><li>${t("{n} households will change grid.", { n: number(movedHouseholds(session)) })}</li>
    <li>${warned ? t("{n} grids are out of range.", { n: warned }) : t("All grids are in range.")}</li></ul>`;
  return sure(t("Accept this plan?"), text, t("Accept this plan"), hands.adopt, hands);
}

export function dialog(session: Session, asked: Asked | null, since: string, hands: Clerk): TemplateResult {
  switch (asked?.name) {
    case "assign": return assigning(session, hands);
    case "merge": return merging(session, hands);
    case "help": return helping(hands);
    case "new": return opening(session, hands);
    case "rename": return renaming(session, hands);
    case "discard": return sure(t("Put this scenario away?"), html`<p>${t("It leaves the list. The plan in force is not touched.")}</p>`, t("Put away"), hands.discard, hands, true);
    case "adopt": return accepting(session, since, hands);
    case "withdraw": return sure(t("Take this division back?"), html`<p>${t("It is not in force yet. The one before it goes on.")}</p>`, t("Take back"), () => hands.withdraw(asked.division!), hands, true);
    case "export": return exporting(session, hands);
    case "import": return importing(hands);
    case "underlay": return laying(hands);
    case "lift": return lifting(hands);
    default: return html`${nothing}`;
  }
}

const SHOWN = 60;
let wanted = "";
let unfolded = false;

/** Find a building by name; each can be reached, chosen and moved from here. */
export function finder(session: Session, focus: (at: number) => void): TemplateResult {
  const words = wanted.trim().toLowerCase();
  const fold = (event: Event) => {
    unfolded = (event.currentTarget as HTMLDetailsElement).open;
    session.redraw();
  };
  const all = !unfolded ? [] : [...session.ground.x.keys()].filter((at) => !words || session.ground.name(at).toLowerCase().includes(words));
  return html`<details class="plan-more plan-finder" @toggle=${fold}><summary>${t("Buildings")} (${number(session.ground.size)})</summary>
    <div class="search">${icon("search")}<input type="search" aria-label=${t("Find a building")} placeholder=${t("Find a building")} .value=${wanted} @input=${(event: Event) => { wanted = value(event); session.redraw(); }}></div>
    <ul class="rows rows-dense">${all.slice(0, SHOWN).map((at) => html`<li><button type="button" class="row-link no-lead plan-building" aria-pressed=${session.picked.has(at)} @click=${() => focus(at)}><span>${session.ground.name(at)}</span><span class="row-end">${session.plan.held.has(at) ? pinned() : nothing}<span>${chip(session.colours.get(session.plan.label[at]!))} ${session.plan.label[at] || "—"} · ${number(session.ground.households[at]!)}</span></span></button></li>`)}</ul>
    ${all.length > SHOWN ? html`<p class="small quiet">${t("{n} more: write part of a name.", { n: number(all.length - SHOWN) })}</p>` : all.length || !unfolded ? nothing : html`<p class="quiet">${t("No building is called so.")}</p>`}</details>`;
}
