// The history of a community's divisions on a slider: the map shows the one of that day.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Version } from "../contract";
import type { Session } from "../session";
import { day, number, t } from "../words";
import { empty, icon, mark, value } from "./parts";

export interface Traveller {
  travel(at: number | null): void;
  withdraw(division: number): void;
}

const force = (version: Version) => ({
  past: mark("quiet", t("past")), present: mark("done", t("in force")), future: mark("soon", t("to come")),
})[version.force];

export function inOrder(session: Session): Version[] {
  return [...session.versions].sort((a, b) => a.since.localeCompare(b.since) || a.version - b.version);
}

export function past(session: Session, hands: Traveller): TemplateResult {
  const versions = inOrder(session);
  if (!versions.length) return empty(t("No division yet"), t("Each division that is put in force will stand here with its days, and the map will show it."));
  const chosen = versions.findIndex(({ id }) => session.past?.key === String(id));
  const now = versions.findIndex(({ force: when }) => when === "present");
  const at = chosen >= 0 ? chosen : Math.max(0, now);
  const shown = versions[at]!;
  const says = (version: Version) => t("version {version}, from {since}", { version: version.version, since: day(version.since) });
  return html`<div class="plan-slider"><label class="field-label" for="plan-time">${t("The grids as of")} <strong>${day(shown.since)}</strong></label>
    <input type="range" id="plan-time" min="0" max=${Math.max(1, versions.length - 1)} step="1" list="plan-times" .value=${String(at)} ?disabled=${versions.length < 2}
      aria-valuetext=${says(shown)} @input=${(event: Event) => hands.travel(Math.min(versions.length - 1, Number(value(event))))}>
    <datalist id="plan-times">${versions.map((_, n) => html`<option value=${n}></option>`)}</datalist>
    <div class="line-between small quiet"><span>${day(versions[0]!.since)}</span><span>${day(versions[versions.length - 1]!.since)}</span></div></div>
    ${session.past ? html`<p><button type="button" class="btn btn-small" @click=${() => hands.travel(null)}>${icon("arrow-return-left")}${t("Back to the scenario")}</button></p>`
    : html`<p><button type="button" class="btn btn-small" @click=${() => hands.travel(at)}>${icon("clock-history")}${t("Show it on the map")}</button></p>`}
    <ul class="rows rows-dense">${[...versions].reverse().map((version) => html`<li><div class="row-link no-lead" aria-current=${session.past?.key === String(version.id) ? "true" : nothing}>
      <span><button type="button" class="plan-link" @click=${() => hands.travel(versions.indexOf(version))}>${t("Version {version}", { version: version.version })}</button> ${force(version)}
        <span class="row-sub">${version.until ? t("{since} until {until}", { since: day(version.since), until: day(version.until) }) : t("since {since}", { since: day(version.since) })} · ${t("{n} grids", { n: number(version.grids) })}${version.microgrids ? ` · ${t("{n} microgrids", { n: number(version.microgrids) })}` : ""}</span></span>
      <span class="row-end">${version.withdrawable ? html`<button type="button" class="btn btn-danger btn-small" @click=${() => hands.withdraw(version.id)}>${t("Take back")}</button>` : nothing}</span></div></li>`)}</ul>`;
}
