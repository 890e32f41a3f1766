// Twelve colours, neighbours never alike: a grid keeps its colour unless a new neighbour has it.
import type { Plan } from "./plan";

const COLOURS = 12;

export function neighbouring(plan: Plan): Map<number, Set<number>> {
  const near = new Map<number, Set<number>>(plan.grids.map(({ number }) => [number, new Set<number>()]));
  plan.ground.sides.forEach((sides, at) => {
    const own = plan.label[at]!;
    for (const { to } of sides) if (plan.label[to] !== own) near.get(own)?.add(plan.label[to]!);
  });
  return near;
}

/** A colour (0 to 11) for each grid; changes as few of those it had as it can. */
export function coloured(plan: Plan, before: ReadonlyMap<number, number>): Map<number, number> {
  const near = neighbouring(plan);
  const found = new Map<number, number>();
  const order = [...plan.grids].sort((a, b) => near.get(b.number)!.size - near.get(a.number)!.size);
  for (const fresh of [false, true]) {
    for (const { number } of order) {
      if (found.has(number) || (!fresh && !before.has(number))) continue;
      const taken = new Set([...near.get(number)!].map((other) => found.get(other)));
      const wanted = before.get(number) ?? (number - 1) % COLOURS;
      found.set(number, wanted);
      for (let next = wanted; next < wanted + COLOURS; next++) {
        if (taken.has(next % COLOURS)) continue;
        found.set(number, next % COLOURS);
        break;
      }
    }
  }
  return found;
}
