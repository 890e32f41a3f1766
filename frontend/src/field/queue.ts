// What waits, what was sent just now, and conflicts: mine beside how it stands now, settled by the person.
import { html, nothing, render, type TemplateResult } from "lit-html";
import { deedsOf, drop, keep, waitsForOthers, type Deed } from "./store";
import { fresh } from "./acting";
import { say, sprite } from "./words";

const icon = (name: string) => html`<svg class="icon" aria-hidden="true"><use href="${sprite()}#${name}"></use></svg>`;
const clock = (at: string) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const said = (deed: Deed) => deed.facts.note ?? deed.facts.reason ?? deed.facts.text ?? "";

function mine(deed: Deed): TemplateResult {
  return html`<p><strong>${deed.verb}</strong> · ${clock(deed.at)}</p>
    ${said(deed) ? html`<p>${said(deed)}</p>` : nothing}
    ${deed.photos.length ? html`<p class="quiet">${say("photos", { count: deed.photos.length })}</p>` : nothing}`;
}

function stands(deed: Deed): TemplateResult {
  const now = deed.answer?.now;
  if (!now) return html`<p>${deed.answer?.message ?? ""}</p>`;
  return html`<p><strong>${now.state}</strong> · ${say("with", { post: now.post })}</p>
    <ul class="conflict-lines">${now.lines.map((line) => html`<li><span class="quiet">${line.at}</span> ${line.who} · ${line.what}</li>`)}</ul>`;
}

async function asNote(deed: Deed, again: () => void): Promise<void> {
  const what = [deed.verb, said(deed)].filter(Boolean).join("：");
  await keep(fresh({ ...deed, kind: "contact", facts: { note: say("noteOf", { what }) }, photos: [] }));
  await drop(deed.seq ?? 0);
  again();
}

async function sendAgain(deed: Deed, again: () => void): Promise<void> {
  await keep(fresh({ ...deed, seen: deed.answer?.now?.seen ?? deed.seen }));
  await drop(deed.seq ?? 0);
  again();
}

function conflict(deed: Deed, again: () => void): TemplateResult {
  const url = deed.answer?.now?.url;
  return html`<li class="conflict" data-conflict>
    <h3>${icon("exclamation-triangle-fill")} ${say("kept")}: ${deed.title}</h3>
    <p>${deed.answer?.message ?? ""} ${say("keptWhy")}</p>
    <div class="conflict-sides">
      <section><h4>${say("mine")}</h4>${mine(deed)}</section>
      <section><h4>${say("now")}</h4>${stands(deed)}</section>
    </div>
    <div class="conflict-acts">
      ${url ? html`<button type="button" class="btn btn-small btn-primary" @click=${() => asNote(deed, again)}>${icon("chat-left-text")}${say("asNote")}</button>` : nothing}
      <button type="button" class="btn btn-small" @click=${() => sendAgain(deed, again)}>${icon("arrow-clockwise")}${say("again")}</button>
      ${url ? html`<a class="btn btn-small" href=${url}>${icon("folder2-open")}${say("open")}</a>` : nothing}
      <button type="button" class="btn btn-small btn-danger" @click=${() => drop(deed.seq ?? 0)}>${icon("trash")}${say("discard")}</button>
    </div></li>`;
}

function line(deed: Deed): TemplateResult {
  const sent = deed.state === "sent";
  const where = sent && deed.answer?.url
    ? html`<a href=${deed.answer.url}>${say("sentAs", { number: deed.answer.number ?? "" })}</a>`
    : say(sent ? "sent" : "waiting");
  return html`<li class="queue-line is-${deed.state}">${icon(sent ? "check-circle-fill" : "cloud-arrow-up")}
    <span><strong>${deed.verb}</strong> ${deed.title}</span><span class="quiet">${where} · ${clock(deed.at)}</span></li>`;
}

let shown = 0;

/** A conflict that is new comes into view; the person is in the middle of the list, and it stands above. */
function bringIntoView(count: number): void {
  if (count > shown && !document.querySelector("dialog[open]")) {
    document.querySelector("[data-queue]")?.scrollIntoView({ block: "center" });
  }
  shown = count;
}

/** Draws the queue wherever the page has a place for it, and marks the rows of today's list that wait. */
export async function drawQueue(owner: number, again: () => void, out: boolean): Promise<void> {
  const deeds = await deedsOf(owner);
  const others = await waitsForOthers(owner);
  const kept = deeds.filter(({ state }) => state === "kept");
  const rest = deeds.filter(({ state }) => state !== "kept");
  const filled = deeds.length > 0 || others;
  for (const place of document.querySelectorAll<HTMLElement>("[data-queue]")) {
    render(filled ? html`<section class="queue" aria-live="polite">
      ${kept.length ? html`<ul class="conflicts">${kept.map((deed) => conflict(deed, again))}</ul>` : nothing}
      ${rest.length ? html`<ul class="queue-lines">${rest.map(line)}</ul>` : nothing}
      ${out && deeds.some(({ state }) => state === "waiting") ? html`<p><a class="btn btn-small btn-primary" href="/login?next=/desk/">${say("loggedOut")}</a></p>` : nothing}
      ${others ? html`<p class="quiet small">${say("others")}</p>` : nothing}
    </section>` : nothing, place);
  }
  for (const row of document.querySelectorAll<HTMLElement>("[data-row]")) {
    const here = deeds.filter(({ state, number, walk }) => state !== "sent" && (number || walk) === row.dataset.row);
    const waiting = here.find(({ state }) => state === "waiting");
    row.classList.toggle("is-waiting", Boolean(waiting));
    const mark = row.querySelector<HTMLElement>(".task-waits");
    if (!mark) continue;
    mark.hidden = !here.length;
    const words = mark.querySelector("span");
    const [first] = waiting ? [waiting] : here;
    if (words && first) words.textContent = `${first.verb} · ${say(waiting ? "waiting" : "kept")}`;
  }
  bringIntoView(kept.length);
}
