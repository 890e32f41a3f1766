// The few pictures on the map, drawn here: a case's shape tells its state to those who cannot see its colour.
import type { Map } from "maplibre-gl";
import { DARK, LIGHT, type Look } from "./palette";

const SIZE = 44;

function canvas(size: number): CanvasRenderingContext2D {
  const surface = document.createElement("canvas");
  surface.width = surface.height = size;
  const pen = surface.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  return pen;
}

const SHAPES: Record<string, (pen: CanvasRenderingContext2D) => void> = {
  doing: (pen) => pen.arc(22, 22, 13, 0, 2 * Math.PI),
  new: (pen) => pen.arc(22, 22, 13, 0, 2 * Math.PI),
  quiet: (pen) => pen.arc(22, 22, 9, 0, 2 * Math.PI),
  soon: (pen) => { pen.moveTo(22, 6); pen.lineTo(38, 35); pen.lineTo(6, 35); pen.closePath(); },
  late: (pen) => { pen.moveTo(22, 4); pen.lineTo(40, 22); pen.lineTo(22, 40); pen.lineTo(4, 22); pen.closePath(); },
  done: (pen) => pen.roundRect(11, 11, 22, 22, 5),
};

function shape(tone: string, look: Look): ImageData {
  const pen = canvas(SIZE);
  const colour = { late: look.cinnabar, soon: look.amber, done: look.done, quiet: look.quiet }[tone] ?? look.teal;
  pen.beginPath();
  SHAPES[tone]?.(pen);
  pen.lineJoin = "round";
  pen.lineWidth = 5;
  pen.strokeStyle = look.halo;
  pen.stroke();
  pen.fillStyle = tone === "new" ? look.halo : colour;
  pen.fill();
  if (tone === "new") {
    pen.lineWidth = 4;
    pen.strokeStyle = colour;
    pen.stroke();
  }
  return pen.getImageData(0, 0, SIZE, SIZE);
}

function hatch(look: Look): ImageData {
  const pen = canvas(16);
  pen.strokeStyle = look.ink;
  pen.globalAlpha = 0.45;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const from of [-16, 0, 16]) {
    pen.moveTo(from, 16);
    pen.lineTo(from + 16, 0);
  }
  pen.stroke();
  return pen.getImageData(0, 0, 16, 16);
}

function pin(look: Look): ImageData {
  const pen = canvas(64);
  pen.beginPath();
  pen.arc(32, 24, 18, Math.PI * 0.86, Math.PI * 0.14);
  pen.lineTo(32, 62);
  pen.closePath();
  pen.fillStyle = look.cinnabar;
  pen.strokeStyle = look.halo;
  pen.lineWidth = 3;
  pen.fill();
  pen.stroke();
  pen.beginPath();
  pen.arc(32, 24, 7, 0, 2 * Math.PI);
  pen.fillStyle = look.halo;
  pen.fill();
  return pen.getImageData(0, 0, 64, 64);
}

/** A drawing pin: round head with a collar, needle below; of a building that is held in its grid. */
function held(look: Look): ImageData {
  const pen = canvas(56);
  pen.lineJoin = pen.lineCap = "round";
  for (const [stroke, width] of [[look.halo, 9], [look.ink, 4]] as const) {
    pen.strokeStyle = stroke;
    pen.fillStyle = look.ink;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(28, 34);
    pen.lineTo(28, 51);
    pen.stroke();
    pen.lineWidth = width - 3;
    pen.beginPath();
    pen.moveTo(17, 6);
    pen.lineTo(39, 6);
    pen.lineTo(36, 11);
    pen.lineTo(36, 21);
    pen.lineTo(44, 33);
    pen.lineTo(12, 33);
    pen.lineTo(20, 21);
    pen.lineTo(20, 11);
    pen.closePath();
    pen.stroke();
    pen.fill();
  }
  return pen.getImageData(0, 0, 56, 56);
}

export function addImages(map: Map, dark: boolean): void {
  const look = dark ? DARK : LIGHT;
  for (const tone of Object.keys(SHAPES)) map.addImage(`case-${tone}`, shape(tone, look), { pixelRatio: 2 });
  map.addImage("hatch", hatch(look), { pixelRatio: 2 });
  map.addImage("held", held(look), { pixelRatio: 2 });
  map.addImage("pin", pin(look), { pixelRatio: 2 });
}
