// The hand on the map: pressing chooses, the brush paints cells into a grid, pens draw.
import type { LineString, Polygon } from "geojson";
import type { MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import type { PlanCanvas } from "./canvas";
import { cutBy, lasso, outline, standing } from "./deeds";
import type { Drawing, Pen } from "./drawing";
import { NONE } from "./ground";
import type { Change } from "./plan";
import type { Session, Tool } from "./session";
import { Lines } from "./snapping";
import { timed } from "./timed";
import { t } from "./words";

type Press = MapMouseEvent | MapTouchEvent;
const PENS: ReadonlySet<Tool> = new Set(["lasso", "outline", "line"]);
const TEAL = "#0b6e6e";

const GRAIN = 5; // pixels

/** What the brush has done since it was put down. */
interface Stroke {
  to: number;
  changes: Change[];
  held: Set<number>; // those that it passed over and that stayed
  last: [lng: number, lat: number, x: number, y: number];
}

export class Tools {
  readonly #session: Session;
  readonly #canvas: PlanCanvas;
  #drawing: Drawing | null = null;
  #stroke: Stroke | null = null;
  #adding = false;
  hover = -1;

  constructor(session: Session, canvas: PlanCanvas) {
    this.#session = session;
    this.#canvas = canvas;
    const { map } = canvas;
    map.on("click", (event) => this.#press(event));
    map.on("mousedown", (event) => timed(() => this.#begin(event)));
    map.on("touchstart", (event) => { if (event.points.length === 1) this.#begin(event); });
    map.on("mousemove", (event) => timed(() => this.#over(event)));
    map.on("touchmove", (event) => timed(() => this.#paint(event)));
    map.on("mouseup", () => timed(() => this.#end()));
    map.on("touchend", () => this.#end());
    map.getCanvas().addEventListener("pointerleave", () => { this.hover = -1; this.#session.glance(); });
  }

  async take(tool: Tool): Promise<void> {
    this.#end();
    const session = this.#session;
    session.tool = tool;
    this.#canvas.map.getCanvas().style.cursor = tool === "brush" ? "cell" : tool === "select" ? "pointer" : "crosshair";
    const pen = PENS.has(tool) ? (tool as Pen) : null;
    if (pen && !this.#drawing) await this.#bring();
    if (session.tool === tool) this.#drawing?.take(pen);
    session.redraw();
  }

  cancel(): void {
    this.#drawing?.cancel();
  }

  async #bring(): Promise<void> {
    const { Drawing } = await import("./drawing");
    const lines = new Lines(this.#session.ground.json.barriers.map(({ coordinates }) => coordinates));
    this.#drawing ??= new Drawing(this.#canvas.map, lines, TEAL, (pen, geometry) => this.#drawn(pen, geometry));
  }

  #drawn(pen: Pen, geometry: Polygon | LineString): void {
    const session = this.#session;
    if (pen === "lasso") lasso(session, geometry as Polygon, this.#adding);
    else if (pen === "outline") outline(session, geometry as Polygon);
    else cutBy(session, geometry as LineString, (lon, lat) => this.#canvas.pick({ lng: lon, lat }));
    void this.take("select");
  }

  #press(event: MapMouseEvent): void {
    const session = this.#session;
    if (session.tool !== "select" || session.past || session.pinning) return;
    const at = this.#canvas.pick(event.lngLat);
    const { shiftKey, ctrlKey, metaKey } = event.originalEvent;
    choose(session, at, shiftKey || ctrlKey || metaKey);
  }

  #begin(event: Press): void {
    this.#adding = event.originalEvent instanceof MouseEvent && event.originalEvent.shiftKey;
    const session = this.#session;
    if (session.tool !== "brush" || !session.editable) return;
    const at = this.#canvas.pick(event.lngLat);
    const to = at >= 0 ? session.plan.label[at]! : NONE;
    if (to === NONE || session.plan.locked(to)) {
      if (to !== NONE) session.say(t("A locked grid stays as it is. Unlock it first."));
      return;
    }
    event.preventDefault();
    session.grid = to;
    session.picked = new Set();
    this.#stroke = { to, changes: [], held: new Set(), last: [event.lngLat.lng, event.lngLat.lat, event.point.x, event.point.y] };
  }

  #over(event: MapMouseEvent): void {
    if (this.#stroke) this.#paint(event);
    const at = this.#canvas.pick(event.lngLat);
    if (at === this.hover) return;
    this.hover = at;
    this.#session.glance();
  }

  #paint(event: Press): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    const { plan } = this.#session;
    const passed = this.#passed(stroke, event);
    for (const at of passed) if (plan.held.has(at) && plan.label[at] !== stroke.to) stroke.held.add(at);
    const changes = plan.moving(passed, stroke.to);
    if (!changes.length) return;
    plan.do({ changes, said: "" });
    stroke.changes.push(...changes);
    this.#session.brushed(changes);
  }

  /** The buildings between the last place of the pointer and this one: a quick hand leaves none out. */
  #passed(stroke: Stroke, { lngLat, point }: Press): Set<number> {
    const [lng, lat, x, y] = stroke.last;
    stroke.last = [lngLat.lng, lngLat.lat, point.x, point.y];
    const parts = Math.max(1, Math.ceil(Math.hypot(point.x - x, point.y - y) / GRAIN));
    const found = new Set<number>();
    for (let part = 1; part <= parts; part++) {
      const share = part / parts;
      found.add(this.#canvas.pick({ lng: lng + (lngLat.lng - lng) * share, lat: lat + (lngLat.lat - lat) * share }));
    }
    found.delete(-1);
    return found;
  }

  #end(): void {
    const stroke = this.#stroke;
    this.#stroke = null;
    const session = this.#session;
    if (stroke?.held.size && !stroke.changes.length) session.say(t("A held building stays in its grid. Release it first."));
    if (!stroke?.changes.length) return;
    const said = t("{n} buildings moved to grid {to}", { n: stroke.changes.length, to: stroke.to });
    session.stroked({ changes: stroke.changes, said });
    const from = [...new Set(stroke.changes.map(([, grid]) => grid))].filter((grid) => grid !== NONE);
    session.say([said, ...[...from, stroke.to].map((grid) => standing(session, grid)), ...(stroke.held.size ? [t("{n} held ones stayed", { n: stroke.held.size })] : [])].join(t("; ")));
  }
}

/** Choose a building, or take it to those chosen; pressing beside the grids lets go of all. */
export function choose(session: Session, at: number, more: boolean): void {
  if (at < 0) {
    session.picked = new Set();
    session.grid = null;
  } else if (more) {
    const picked = new Set(session.picked);
    if (!picked.delete(at)) picked.add(at);
    session.picked = picked;
  } else {
    session.picked = new Set(session.picked.size === 1 && session.picked.has(at) ? [] : [at]);
    session.grid = session.plan.label[at]!;
  }
  if (at >= 0) session.focus = at;
  session.redraw();
}
