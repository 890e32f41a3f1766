// The workbench without a mouse: arrows walk from building to building, letters act on the one in focus.
import type { PlanCanvas } from "./canvas";
import { halve, hold, lock } from "./deeds";
import { NONE } from "./ground";
import type { Session } from "./session";
import { choose, type Tools } from "./tools";
import { isWay, step } from "./walking";
import { number, t } from "./words";

export interface Dialogs {
  open(name: "assign" | "merge" | "help"): void;
  find(): void;
}

/** What is said of the building in focus. */
export function described(session: Session, at: number): string {
  const { ground, plan } = session;
  const grid = plan.label[at]!;
  const facts = { building: ground.name(at), grid, households: number(ground.households[at]!) };
  const said = grid === NONE ? t("{building}, in no grid, {households} households", facts)
    : t("{building}, grid {grid}, {households} households", facts);
  return [said, plan.held.has(at) ? t("held here") : "", session.picked.has(at) ? t("chosen") : ""].filter(Boolean).join(t(", "));
}

export function focusOn(session: Session, canvas: PlanCanvas, at: number): void {
  const row = session.ground.buildings[at];
  if (!row) return;
  session.focus = at;
  canvas.show(row.lon, row.lat, window.matchMedia("(prefers-reduced-motion: reduce)").matches);
  session.say(described(session, at));
}

function first(session: Session): number {
  const box = session.plan.members(session.grid ?? session.plan.grids[0]?.number ?? NONE);
  return box[0] ?? 0;
}

/** Keys while the map has the focus. */
export function onMap(session: Session, canvas: PlanCanvas, tools: Tools, dialogs: Dialogs) {
  const grid = () => (session.focus >= 0 ? session.plan.label[session.focus]! : session.grid ?? NONE);
  const act: Record<string, () => void> = {
    " ": () => { if (session.focus >= 0) { choose(session, session.focus, true); session.say(described(session, session.focus)); } },
    Enter: () => {
      if (session.focus < 0) return;
      choose(session, session.focus, false);
      session.say(described(session, session.focus));
    },
    a: () => { if (session.editable && (session.picked.size || session.focus >= 0)) dialogs.open("assign"); },
    m: () => { if (session.editable && grid()) { session.grid = grid(); dialogs.open("merge"); } },
    s: () => { if (session.editable && grid()) halve(session, grid()); },
    l: () => { if (session.editable && grid()) lock(session, grid()); },
    h: () => { if (session.editable && (session.picked.size || session.focus >= 0)) hold(session, session.picked.size ? session.picked : [session.focus]); },
    "+": () => { canvas.map.zoomIn(); },
    "=": () => { canvas.map.zoomIn(); },
    "-": () => { canvas.map.zoomOut(); },
    "0": () => { canvas.fit(); },
  };
  return (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (session.tool !== "select" && (event.key === "Enter" || isWay(event.key))) return;
    if (isWay(event.key)) {
      event.preventDefault();
      if (event.shiftKey) {
        const by = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[event.key] as [number, number];
        canvas.map.panBy(by, { duration: 0 });
      } else focusOn(session, canvas, session.focus < 0 ? first(session) : step(session.ground, session.focus, event.key));
      return;
    }
    const deed = act[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
    void tools;
  };
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input:not([type=range], [type=radio], [type=checkbox]), textarea, select");

/** Keys anywhere on the page: undo, redo, help, let go. */
export function onPage(session: Session, tools: Tools, dialogs: Dialogs) {
  return (event: KeyboardEvent): void => {
    if (document.querySelector("dialog[open]") || typing(event.target)) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) {
      event.preventDefault();
      if (session.editable) key === "y" || event.shiftKey ? session.redo() : session.undo();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") dialogs.open("help");
    else if (event.key === "/") dialogs.find();
    else if (event.key === "Escape" && !document.querySelector("details.menu[open]")) {
      tools.cancel();
      if (session.tool !== "select") void tools.take("select");
      else choose(session, -1, false);
    } else return;
    event.preventDefault();
  };
}
