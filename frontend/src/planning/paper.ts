// The scanned paper map under the grids: laid, placed by pairs of points, made stronger or weaker.
import { ask } from "./api";
import type { PlanCanvas } from "./canvas";
import type { Session } from "./session";
import type { Laid, Pin } from "./views/files";
import type { Table } from "./views/placing";
import { t } from "./words";

export class Paper {
  laid: Laid | null = null;
  pins: Pin[] = [];
  #zoom = 1;
  #hair: [number, number] | null = null;
  #moved = false;
  readonly #session: Session;
  readonly #canvas: PlanCanvas;

  constructor(session: Session, canvas: PlanCanvas) {
    this.#session = session;
    this.#canvas = canvas;
    canvas.map.on("click", ({ lngLat }) => this.#meet(lngLat));
    canvas.map.getCanvas().addEventListener("keydown", (event) => this.#keyed(event), { capture: true });
  }

  /** What the table beside the map shows. */
  get table(): Table | null {
    return this.laid && { laid: this.laid, pins: this.pins, zoom: this.#zoom, hair: this.#hair, moved: this.#moved };
  }

  /** Whether a place waits to be shown on the map. */
  get open(): boolean {
    return this.#session.pinning && this.pins.some(({ lon }) => lon === null);
  }

  async load(): Promise<void> {
    this.#take((await ask<{ underlay: Laid | null }>(this.#url("underlay.json"))).underlay);
  }

  async lay(form: FormData): Promise<void> {
    this.#take((await ask<{ underlay: Laid }>(this.#url("underlay"), "POST", form)).underlay);
  }

  begin(): void {
    this.#session.pinning = true;
    this.#session.picked = new Set();
    [this.#zoom, this.#hair] = [1, null];
    this.#show();
  }

  end(): void {
    this.#session.pinning = false;
    this.pins = this.pins.filter(({ lon }) => lon !== null);
    this.#show();
  }

  /** A place on the picture; one that still waits for its place on the map is moved there. */
  press(px: number, py: number): void {
    this.pins = [...this.pins.filter(({ lon }) => lon !== null), { px, py, lon: null, lat: null }];
    const { activeElement } = document;
    if (activeElement?.matches(".plan-scan") && this.#hair) this.#canvas.map.getCanvas().focus();
    this.#changed();
  }

  walk(px: number, py: number): void {
    this.#hair = [px, py];
    this.#session.redraw();
  }

  zoom(to: number): void {
    this.#zoom = to;
    this.#session.redraw();
  }

  drop(at: number): void {
    this.pins = this.pins.filter((_, n) => n !== at);
    this.#changed();
  }

  async place(): Promise<void> {
    await this.#send(this.pins.filter(({ lon }) => lon !== null));
    this.#session.say(t("The paper map lies in its place."));
  }

  /** Keeps the strength that was found; the places stay as they are. */
  async keep(): Promise<void> {
    if (!this.laid?.corners.length || this.#moved) return;
    await this.#send(this.laid.points);
  }

  async remove(): Promise<void> {
    await ask(this.#url("underlay"), "DELETE");
    this.#session.pinning = false;
    this.#take(null);
    this.#session.say(t("The paper map is taken away."));
  }

  opacity(to: number): void {
    if (this.laid) this.laid.opacity = to;
    if (this.#canvas.map.getLayer("underlay")) this.#canvas.map.setPaintProperty("underlay", "raster-opacity", to);
    this.#session.redraw();
  }

  async #send(points: Pin[]): Promise<void> {
    const told = { points, opacity: this.laid?.opacity };
    this.#take((await ask<{ underlay: Laid }>(this.#url("underlay/points"), "POST", told)).underlay);
  }

  /** The place on the map that belongs to the one on the picture. */
  #meet({ lng, lat }: { lng: number; lat: number }): void {
    const open = this.#session.pinning ? this.pins.find(({ lon }) => lon === null) : undefined;
    if (!open) return;
    [open.lon, open.lat] = [lng, lat];
    this.#changed();
  }

  /** While a place waits, the keys move the map under the cross in its middle, and Enter sets it. */
  #keyed(event: KeyboardEvent): void {
    if (!this.open || event.ctrlKey || event.metaKey || event.altKey) return;
    const far = event.shiftKey ? 80 : 12;
    const by = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
    if (by) this.#canvas.map.panBy(by as [number, number], { duration: 0 });
    else if (event.key === "Enter") {
      this.#meet(this.#canvas.map.getCenter());
      document.querySelector<SVGElement>(".plan-scan")?.focus();
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #url(part: string): string {
    return this.#session.url(this.#session.house.code, part);
  }

  #changed(): void {
    this.#moved = true;
    this.#show();
  }

  #show(): void {
    this.#canvas.ties(this.#session.pinning ? this.pins : []);
    this.#session.redraw();
  }

  #take(laid: Laid | null): void {
    this.laid = laid;
    this.pins = laid?.points.map((point) => ({ ...point })) ?? [];
    this.#moved = false;
    const corners = laid?.corners.length === 4 ? laid.corners : null;
    this.#canvas.underlay(corners && laid ? { url: laid.picture, corners, opacity: laid.opacity } : null);
    this.#show();
  }
}
