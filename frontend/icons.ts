// One SVG sprite of the Bootstrap Icons named in icons.txt.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const folder = join(here, "node_modules/bootstrap-icons/icons");

function symbol(name: string): string {
  const svg = readFileSync(join(folder, `${name}.svg`), "utf8");
  const inside = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 16 16">${inside}</symbol>`;
}

export function sprite(): string {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").map((line) => line.trim());
  const symbols = [...new Set(names.filter(Boolean))].sort().map(symbol);
  return `<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${symbols.join("")}</svg>\n`;
}
