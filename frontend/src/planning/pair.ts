// Two plans side by side: two maps that move together where there is room, one to switch between on the phone.
import { PlanCanvas } from "./canvas";
import { coloured } from "./colouring";
import { fetchDraft } from "./job";
import { Plan } from "./plan";
import { type Other, row, type Session } from "./session";
import { t } from "./words";
import { called } from "./views/head";

const WIDE = "(min-width: 1024px)";

export class Pair {
  swapped = false;
  readonly #session: Session;
  readonly #main: PlanCanvas;
  readonly #host: HTMLElement;
  #second: PlanCanvas | null = null;
  #laid = false;
  #moving = false;

  constructor(session: Session, main: PlanCanvas, host: HTMLElement) {
    this.#session = session;
    this.#main = main;
    this.#host = host;
  }

  /** What the first map shows in place of the scenario, if anything. */
  get shown(): Other | null {
    return this.swapped ? this.#session.other : null;
  }

  swap(): void {
    this.swapped = !this.swapped && this.#session.other !== null;
    this.#session.redraw();
  }

  /** Compare with a scenario by its id, with `force`, or (empty) with nothing. */
  async compare(key: string): Promise<void> {
    const session = this.#session;
    this.swapped = false;
    session.other = await this.#find(key);
    this.#host.toggleAttribute("data-beside", session.other !== null);
    if (session.other && window.matchMedia(WIDE).matches) await this.#bring();
    this.#main.map.resize();
    this.#second?.map.resize();
    this.#main.fit();
    session.redraw();
  }

  paint(): void {
    const { other } = this.#session;
    if (!this.#laid || !other || !this.#second) return;
    this.#second.paint(other.plan, other.colours, { grid: null, fade: false, picked: new Set(), focus: -1, changed: new Set() });
    const name = this.#host.querySelector(".plan-other-name");
    if (name) name.textContent = other.title;
  }

  /** The plan to compare with; a grid has the colour that its number has beside it, where neighbours let it. */
  async #find(key: string): Promise<Other | null> {
    const session = this.#session;
    if (!key) return null;
    if (key === "force") {
      const { plan } = session.homes!;
      return { key, title: t("the plan in force"), plan, colours: coloured(plan, session.colours) };
    }
    const draft = await fetchDraft(session, Number(key));
    const plan = new Plan(session.ground, draft.assignment, draft.rows.map(row), draft.pins);
    return { key, title: called(draft), plan, colours: coloured(plan, session.colours) };
  }

  async #bring(): Promise<void> {
    if (this.#second) return;
    const session = this.#session;
    const place = this.#host.querySelector<HTMLElement>(".plan-canvas-other")!;
    const second = new PlanCanvas(place, { dark: session.house.dark, label: t("Map of the other plan") });
    this.#second = second;
    await second.ready();
    void second.lay(session.ground, session.house.sources);
    this.#laid = true;
    const follow = (from: PlanCanvas, to: PlanCanvas) => from.map.on("move", () => {
      if (this.#moving || !session.other) return;
      this.#moving = true;
      to.map.jumpTo({ center: from.map.getCenter(), zoom: from.map.getZoom() });
      this.#moving = false;
    });
    follow(this.#main, second);
    follow(second, this.#main);
  }
}
