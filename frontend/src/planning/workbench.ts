// <wangge-plan>: the workbench of grid planning; puts session, map, sheet and dialogs together.
import { html, nothing, render } from "lit-html";
import { ask } from "./api";
import { PlanCanvas } from "./canvas";
import type { DraftJson, GroundJson, Mode, Terms } from "./contract";
import { accept, approve, divideFurther, withdraw } from "./ending";
import { Ground } from "./ground";
import { fetchDraft, Watcher } from "./job";
import { focusOn, onMap, onPage } from "./keys";
import { Pair } from "./pair";
import { Paper } from "./paper";
import { Plan } from "./plan";
import { type House, Session, type Tab } from "./session";
import { timed } from "./timed";
import { Tools, choose } from "./tools";
import { adopt, type Answers } from "./views/adopt";
import { changes } from "./views/changes";
import { type Asked, dialog, finder } from "./views/dialogs";
import { grids } from "./views/grids";
import { microgrids } from "./views/micro";
import { found, type Imported } from "./views/files";
import { placing, type Tailor } from "./views/placing";
import { called, head, summary, tabs } from "./views/head";
import { asOf, card, hint, panes, readout, toolbar } from "./views/overlay";
import { setSprite } from "./views/parts";
import { inOrder, past } from "./views/past";
import { progress, rules } from "./views/rules";
import { setWords, t } from "./words";

const DRAWERS = ["peek", "half", "full"] as const;

class Workbench extends HTMLElement {
  #session!: Session;
  #canvas!: PlanCanvas;
  #tools!: Tools;
  #pair!: Pair;
  #watcher!: Watcher;
  #paper!: Paper;
  #asked: Asked | null = null;
  #answers: Answers = this.#blank();
  #frame = 0;
  #whole = false;
  #ready = false;

  connectedCallback(): void {
    const house = JSON.parse(this.dataset.house ?? "{}") as House & { icons: string };
    setWords(house.words);
    setSprite(house.icons);
    this.#session = new Session({ ...house, dark: document.documentElement.dataset.theme === "dark" }, (whole = true) => this.#soon(whole));
    this.#watcher = new Watcher(this.#session, (draft) => this.#open(draft));
    void this.#begin().catch((trouble: unknown) => this.#failed(trouble));
  }

  /** Whether nothing waits to be saved. */
  get saved(): boolean {
    return this.#session.saver?.idle ?? true;
  }

  /** Where a point of the earth lies on the screen. */
  project(lon: number, lat: number): [number, number] {
    const { x, y } = this.#canvas.map.project([lon, lat]);
    const box = this.#map.getBoundingClientRect();
    return [box.left + x, box.top + y];
  }

  get #map(): HTMLElement {
    return this.querySelector<HTMLElement>(".plan-canvas")!;
  }

  async #begin(): Promise<void> {
    const session = this.#session;
    const { house } = session;
    this.dataset.state = "loading";
    this.#canvas = new PlanCanvas(this.#map, { dark: house.dark, label: this.dataset.label ?? "" });
    const [ground] = await Promise.all([ask<GroundJson>(session.url(house.code, "ground.json")), session.loadLines(), session.loadPast(), this.#canvas.ready()]);
    session.ground = new Ground(ground);
    session.plan = new Plan(session.ground, {}, []);
    session.homes = await session.on(house.today);
    this.#pair = new Pair(session, this.#canvas, this);
    this.#tools = new Tools(session, this.#canvas);
    this.#paper = new Paper(session, this.#canvas);
    const laid = this.#canvas.lay(session.ground, house.sources);
    const first = session.lines.find(({ id }) => id === house.draft) ?? session.lines.find(({ adopted }) => adopted === null) ?? session.lines[0];
    if (first) session.open(await fetchDraft(session, first.id));
    this.#listen();
    this.querySelector(".plan-sheet")!.replaceChildren();
    this.#ready = true;
    this.#paint();
    this.#watcher.watch();
    await Promise.all([laid, this.#paper.load().catch(() => undefined)]);
    this.dataset.state = "ready";
    this.dispatchEvent(new CustomEvent("wangge-plan:ready", { bubbles: true }));
    if (!first) this.#dialog({ name: "new" });
  }

  #failed(trouble: unknown): void {
    this.dataset.state = "failed";
    const place = this.querySelector<HTMLElement>(".plan-sheet");
    if (!place) return;
    place.replaceChildren();
    render(html`<div class="notice notice-error" role="alert"><p>${trouble instanceof Error ? trouble.message : String(trouble)}</p></div>
      <p><a class="btn" href=${this.#session.house.base}>${t("To the communities")}</a></p>`, place);
  }

  #listen(): void {
    const dialogs = { open: (name: "assign" | "merge" | "help") => this.#dialog({ name }), find: () => this.#find() };
    const canvas = this.#canvas.map.getCanvas();
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-describedby", "plan-how");
    canvas.addEventListener("keydown", onMap(this.#session, this.#canvas, this.#tools, dialogs));
    document.addEventListener("keydown", onPage(this.#session, this.#tools, dialogs));
    this.querySelector("dialog")!.addEventListener("close", () => { this.#asked = null; this.#soon(); });
    window.addEventListener("beforeunload", (event) => { if (!(this.#session.saver?.idle ?? true)) event.preventDefault(); });
  }

  #soon(whole = true): void {
    this.#whole ||= whole;
    if (!this.#ready || this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      const all = this.#whole;
      [this.#frame, this.#whole] = [0, false];
      timed(() => { if (all) this.#paint(); else render(this.#over(), this.querySelector<HTMLElement>(".plan-over")!); });
    });
  }

  #paint(): void {
    const session = this.#session;
    const shown = session.past ?? this.#pair.shown;
    this.#canvas.paint(shown?.plan ?? session.plan, shown?.colours ?? session.colours, {
      grid: shown ? null : session.grid, fade: session.tool === "select", picked: shown ? new Set() : session.picked, focus: shown ? -1 : session.focus,
      changed: shown ? new Set() : session.changed,
    });
    this.#pair.paint();
    render(this.#over(), this.querySelector<HTMLElement>(".plan-over")!);
    render(this.#sheet(), this.querySelector<HTMLElement>(".plan-sheet")!);
    this.toggleAttribute("data-placing", session.pinning);
    this.#tell();
  }

  #tell(): void {
    const live = this.querySelector<HTMLElement>(".plan-live")!;
    if (live.textContent !== this.#session.said) live.textContent = this.#session.said;
  }

  #over() {
    const session = this.#session;
    const swap = () => this.#pair.swap();
    const shown = this.#pair.shown;
    return html`${session.draft ? toolbar(session, {
      take: (tool) => void this.#tools.take(tool), help: () => this.#dialog({ name: "help" }), drop: () => choose(session, -1, false), swap,
    }) : nothing}${panes(session, this.#pair.swapped, swap)}${hint(session)}
    ${this.#paper.open ? html`<p class="plan-hint">${t("Press the spot on the map that belongs to the one on the picture.")}</p><span class="plan-cross" aria-hidden="true"></span>` : nothing}
    <div class="plan-foot">${session.said && session.fresh ? html`<p class="plan-said" aria-hidden="true">${session.said}</p>` : nothing}
      ${shown ? nothing : card(session, { take: () => undefined, help: () => undefined, drop: () => choose(session, -1, false), swap })}${readout(session, this.#tools.hover)}</div>`;
  }

  #sheet() {
    const session = this.#session;
    const captain = {
      open: (draft: number) => void this.#try(() => this.#open(draft)), dialog: (name: "new" | "rename" | "discard" | "export" | "import" | "underlay") => this.#filing(name),
      copy: () => void this.#try(() => this.#copy()), tab: (tab: Tab) => this.#tab(tab), settle: (how: "mine" | "theirs" | "copy") => void this.#try(() => this.#settle(how)),
      drawer: () => this.#drawer(), point: (buildings: number[]) => this.#point({ grids: [], buildings }),
    };
    const open = this.dataset.drawer ?? "peek";
    return html`<button type="button" class="plan-handle" aria-expanded=${open !== "peek"} aria-controls="plan-body" @click=${captain.drawer}><span></span><span class="visually-hidden">${open === "full" ? t("Make the sheet small") : t("Make the sheet larger")}</span></button>
      ${head(session, captain)}${session.draft ? html`${summary(session)}<div id="plan-body" class="plan-body">${tabs(session, captain)}
      <div id="plan-panel" class="plan-panel" role="tabpanel" tabindex="0" aria-labelledby="plan-tab-${session.tab}">${this.#panel()}</div></div>`
    : html`<p class="quiet">${t("No scenario yet. Begin one: it changes nothing until it is accepted.")}</p><p><button type="button" class="btn btn-primary" @click=${() => this.#dialog({ name: "new" })}>${t("New scenario")}</button></p>`}
    ${this.#dialogs()}`;
  }

  #panel() {
    const session = this.#session;
    const table = session.pinning ? this.#paper.table : null;
    if (table) return placing(table, this.#tailor);
    const choosing = (grid: number | null) => { session.grid = grid; session.redraw(); };
    switch (session.tab) {
      case "grids": return html`${progress(session, this.#solver)}${grids(session, { choose: choosing, mergeInto: () => this.#dialog({ name: "merge" }) })}${microgrids(session, { terms: this.#solver.terms, draw: () => void this.#try(() => divideFurther(session)), show: (buildings) => this.#point({ grids: [], buildings }) })}${finder(session, (at) => { focusOn(session, this.#canvas, at); choose(session, at, false); })}`;
      case "rules": return rules(session, this.#solver);
      case "changes": return changes(session, { compare: (key) => void this.#try(() => this.#pair.compare(key)), swap: () => this.#pair.swap(), choose: choosing });
      case "adopt": return adopt(session, this.#answers, {
        approve: (decision) => void this.#try(() => approve(session, this.#answers, decision)), adopt: () => this.#dialog({ name: "adopt" }),
        point: (check) => this.#point(check), travel: () => this.#tab("past"),
      });
      case "past": return past(session, { travel: (at) => void this.#try(() => this.#travel(at)), withdraw: (division) => this.#dialog({ name: "withdraw", division }) });
    }
  }

  readonly #solver = {
    terms: (change: Partial<Terms>) => void this.#try(() => this.#terms(change)),
    solve: (mode: Mode) => void this.#try(() => this.#solve(mode)),
    cancel: () => void this.#try(() => this.#watcher.cancel()),
  };

  #dialogs() {
    const session = this.#session;
    const target = this.querySelector("dialog")!;
    render(dialog(session, this.#asked, this.#answers.since, {
      ...this.#files(() => target.close()),
      open: (name, basis) => this.#then(() => this.#new(name, basis)),
      rename: (name, note) => this.#then(async () => { session.take(await ask<DraftJson>(session.ofDraft("name"), "POST", { name, note })); }),
      discard: () => this.#then(() => this.#discard()),
      adopt: () => this.#then(() => accept(session, this.#answers)),
      withdraw: (division) => this.#then(() => withdraw(session, division)),
    }), target);
    return nothing;
  }

  #files(close: () => void) {
    const paper = this.#paper;
    return {
      close,
      take: (form: FormData) => this.#then(() => this.#take(form)), lay: (form: FormData) => this.#then(() => paper.lay(form).then(() => this.#placing())),
      remove: () => this.#then(() => paper.remove()),
    };
  }

  readonly #tailor: Tailor = {
    press: (px, py) => this.#paper.press(px, py), walk: (px, py) => this.#paper.walk(px, py), zoom: (to) => this.#paper.zoom(to), drop: (at) => this.#paper.drop(at),
    place: () => void this.#try(() => this.#paper.place()), opacity: (to) => this.#paper.opacity(to), keep: () => void this.#try(() => this.#paper.keep()),
    remove: () => this.#dialog({ name: "lift" }), close: () => this.#paper.end(),
  };

  /** Opens a dialog; the paper map that lies there already is placed anew instead. */
  #filing(name: Asked["name"]): void {
    if (name === "underlay" && this.#paper.laid) this.#placing();
    else this.#dialog({ name });
  }

  #placing(): void {
    this.#paper.begin();
    this.querySelector(".plan-sheet")?.scrollTo(0, 0);
    if (!this.dataset.drawer || this.dataset.drawer === "peek") this.dataset.drawer = "half";
  }

  async #take(form: FormData): Promise<void> {
    const session = this.#session;
    const made = await ask<Imported>(session.url(session.house.code, "import"), "POST", form);
    await session.loadLines();
    await this.#open(made.draft);
    session.notes = found(made.report);
    session.say(session.notes.map(({ text }) => text).join(" "));
  }

  #then(deed: () => Promise<void>): void {
    this.querySelector("dialog")!.close();
    void this.#try(deed);
  }

  async #try(deed: () => Promise<void>): Promise<void> {
    const session = this.#session;
    session.trouble = "";
    try {
      await deed();
    } catch (trouble) {
      session.trouble = trouble instanceof Error ? trouble.message : String(trouble);
      session.say(session.trouble);
    }
    session.redraw();
  }

  #dialog(asked: Asked): void {
    this.#asked = asked;
    this.#dialogs();
    const target = this.querySelector("dialog")!;
    if (!target.open) target.showModal();
    target.querySelector<HTMLElement>("[role=option], input:not([type=radio]), .btn-primary")?.focus();
  }

  #find(): void {
    this.#tab("grids");
    this.#paint();
    const finder = this.querySelector<HTMLDetailsElement>(".plan-finder");
    if (finder) finder.open = true;
    finder?.querySelector("input")?.focus();
  }

  #blank(): Answers {
    return { held: new Map(), notes: new Map(), note: "", since: "", renumber: false };
  }

  #tab(tab: Tab): void {
    const session = this.#session;
    if (session.pinning) this.#paper.end();
    session.tab = tab;
    if (tab !== "past") session.past = null;
    if (this.dataset.drawer === "peek" || !this.dataset.drawer) this.dataset.drawer = "half";
    session.redraw();
  }

  #drawer(): void {
    const at = DRAWERS.indexOf((this.dataset.drawer ?? "peek") as (typeof DRAWERS)[number]);
    this.dataset.drawer = DRAWERS[(at + 1) % DRAWERS.length]!;
    if (this.dataset.drawer === "peek") this.querySelector(".plan-sheet")?.scrollTo(0, 0);
    this.#session.redraw();
  }

  async #open(draft: number): Promise<void> {
    const session = this.#session;
    if (session.draft && session.saver?.state !== "conflict") await session.saver?.flush();
    session.open(await fetchDraft(session, draft));
    this.#answers = this.#blank();
    this.querySelector(".plan-sheet")?.scrollTo(0, 0);
    const here = new URL(window.location.href);
    here.searchParams.set("draft", String(draft));
    window.history.replaceState(null, "", here);
    this.#watcher.watch();
  }

  async #new(name: string, basis: "in_force" | "fresh"): Promise<void> {
    const session = this.#session;
    const draft = await ask<DraftJson>(session.url(session.house.code, "drafts"), "POST", { name, basis });
    await session.loadLines();
    await this.#open(draft.id);
    this.#tab(basis === "fresh" || !draft.rows.length ? "rules" : "grids");
  }

  async #copy(name = ""): Promise<void> {
    const session = this.#session;
    await session.saver?.flush();
    const draft = await ask<DraftJson>(session.ofDraft("copy"), "POST", { name });
    await session.loadLines();
    await this.#open(draft.id);
    session.say(t("This is the copy."));
  }

  async #discard(): Promise<void> {
    const session = this.#session;
    await ask(session.ofDraft("removal"), "POST", {});
    await session.loadLines();
    const next = session.lines[0];
    if (next) await this.#open(next.id);
    else window.location.assign(session.house.base);
  }

  async #settle(how: "mine" | "theirs" | "copy"): Promise<void> {
    const session = this.#session;
    const theirs = await fetchDraft(session, session.draft!.id);
    if (how === "theirs") session.open(theirs);
    else if (how === "mine") {
      session.saver!.add(this.#all(), session.plan.grids, session.plan.pins);
      await session.saver!.onTop(theirs.revision);
    } else {
      const [label, rows, pins] = [this.#all(), session.plan.grids, session.plan.pins];
      const draft = await ask<DraftJson>(session.ofDraft("copy"), "POST", { name: t("{name} (mine)", { name: called(session.draft!) }) });
      await ask(session.url("drafts", draft.id, "assignment"), "POST", { revision: draft.revision, moves: Object.fromEntries(label), grids: rows, pins, key: crypto.randomUUID() });
      await session.loadLines();
      await this.#open(draft.id);
    }
  }

  #all(): [number, number][] {
    const { plan, ground } = this.#session;
    return ground.buildings.map(({ id }, at): [number, number] => [id, plan.label[at]!]).filter(([, grid]) => grid !== 0);
  }

  async #terms(change: Partial<Terms>): Promise<void> {
    const session = this.#session;
    session.terms = { ...session.terms, ...change };
    session.ground.weigh(session.terms.work);
    session.refreshed();
    const saver = session.saver!;
    if (!(await saver.flush())) return;
    session.take(await saver.inTurn(() => ask<DraftJson>(session.ofDraft("terms"), "POST", { revision: saver.revision, terms: session.terms }).then((draft) => {
      saver.revision = draft.revision;
      return draft;
    })));
  }

  async #solve(mode: Mode): Promise<void> {
    if (await this.#session.saver!.flush()) await this.#watcher.start(mode);
  }

  async #travel(at: number | null): Promise<void> {
    const session = this.#session;
    const version = at === null ? undefined : inOrder(session)[at];
    if (!version) {
      session.past = null;
      return;
    }
    const { plan, colours } = await session.on(version.since);
    const title = asOf(version.version, version.since);
    session.past = { title, key: String(version.id), plan, colours };
    session.say(title);
  }

  #point({ grids: numbers, buildings }: { grids: number[]; buildings: number[] }): void {
    const session = this.#session;
    session.picked = new Set(buildings.map((id) => session.ground.at(id)).filter((at) => at >= 0));
    session.grid = numbers[0] ?? null;
    const at = [...session.picked][0] ?? session.plan.members(session.grid ?? -1)[0];
    if (at !== undefined) focusOn(session, this.#canvas, at);
    if (window.matchMedia("(max-width: 1023px)").matches) {
      this.dataset.drawer = "peek";
      this.querySelector(".plan-sheet")?.scrollTo(0, 0);
    }
  }
}

customElements.define("wangge-plan", Workbench);
