// The scanned paper map under the grids: laid, placed by pairs of points, made stronger or weaker.
import { ask } from "./api";
import type { PlanCanvas } from "./canvas";
import type { Session } from "./session";
import type { Laid, Pin } from "./views/files";
import { t } from "./words";

export class Paper {
  laid: Laid | null = null;
  pins: Pin[] = [];
  readonly #session: Session;
  readonly #canvas: PlanCanvas;

  constructor(session: Session, canvas: PlanCanvas) {
    this.#session = session;
    this.#canvas = canvas;
    canvas.map.on("click", ({ lngLat }) => {
      const open = session.pinning ? this.pins.find(({ lon }) => lon === null) : undefined;
      if (!open) return;
      [open.lon, open.lat] = [lngLat.lng, lngLat.lat];
      session.redraw();
    });
  }

  async load(): Promise<void> {
    this.#take((await ask<{ underlay: Laid | null }>(this.#url("underlay.json"))).underlay);
  }

  async lay(form: FormData): Promise<void> {
    this.#take((await ask<{ underlay: Laid }>(this.#url("underlay"), "POST", form)).underlay);
    this.begin();
  }

  begin(): void {
    this.#session.pinning = true;
    this.#session.picked = new Set();
    this.#session.redraw();
  }

  press(px: number, py: number): void {
    this.pins = [...this.pins.filter(({ lon }) => lon !== null), { px, py, lon: null, lat: null }];
    this.#session.redraw();
  }

  drop(at: number): void {
    this.pins = this.pins.filter((_, n) => n !== at);
    this.#session.redraw();
  }

  async place(): Promise<void> {
    const points = this.pins.filter(({ lon }) => lon !== null);
    const told = { points, opacity: this.laid?.opacity };
    this.#take((await ask<{ underlay: Laid }>(this.#url("underlay/points"), "POST", told)).underlay);
    this.#session.say(t("The paper map lies in its place."));
  }

  async remove(): Promise<void> {
    await ask(this.#url("underlay"), "DELETE");
    this.#session.pinning = false;
    this.#take(null);
  }

  opacity(to: number): void {
    if (this.laid) this.laid.opacity = to;
    if (this.#canvas.map.getLayer("underlay")) this.#canvas.map.setPaintProperty("underlay", "raster-opacity", to);
  }

  #url(part: string): string {
    return this.#session.url(this.#session.house.code, part);
  }

  #take(laid: Laid | null): void {
    this.laid = laid;
    this.pins = laid?.points.map((point) => ({ ...point })) ?? [];
    const corners = laid?.corners.length === 4 ? laid.corners : null;
    this.#canvas.underlay(corners && laid ? { url: laid.picture, corners, opacity: laid.opacity } : null);
    this.#session.redraw();
  }
}
