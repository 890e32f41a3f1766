import assert from "node:assert/strict";
import { test } from "node:test";
import { check, Checker, deviation, parts } from "./checks";
import { coloured } from "./colouring";
import { Ground } from "./ground";
import { labelPoints } from "./labels";
import { Plan } from "./plan";
import { seams } from "./seams";
import { Lines } from "./snapping";
import { byLine, inHalves, within } from "./splitting";
import { Steps } from "./steps";
import { grid, halves, TERMS, village } from "./village";
import { step } from "./walking";

test("a moved building takes its households along, and undo brings them back", () => {
  const plan = halves();
  const steps = new Steps();
  assert.equal(plan.of(1).households, 400);
  assert.ok(steps.take(plan, { changes: plan.moving([1], 2), said: "" }));
  assert.deepEqual([plan.of(1).households, plan.of(2).households, plan.of(2).people], [300, 500, 1250]);
  steps.undo(plan);
  assert.deepEqual([plan.of(1).households, plan.label[1]], [400, 1]);
  steps.redo(plan);
  assert.equal(plan.label[1], 2);
  assert.ok(!steps.canRedo);
});

test("a move that changes nothing is no step, and a new step forgets what was taken back", () => {
  const plan = halves();
  const steps = new Steps();
  assert.ok(!steps.take(plan, { changes: plan.moving([0], 1), said: "" }));
  steps.take(plan, { changes: plan.moving([1], 2), said: "" });
  steps.undo(plan);
  steps.take(plan, { changes: plan.moving([5], 2), said: "" });
  assert.equal(steps.redo(plan), null);
});

test("nothing leaves or enters a locked grid", () => {
  const plan = halves();
  plan.grids = [grid(1, { locked: true }), grid(2)];
  assert.deepEqual(plan.moving([1], 2), []);
  assert.deepEqual(plan.moving([2], 1), []);
});

test("the neighbours of a building are the grids across its borders", () => {
  const plan = halves();
  assert.deepEqual(plan.neighbours([1]), [2]);
  assert.deepEqual(plan.neighbours([0]), []);
});

test("range, torn grids, gaps and cut compounds are warned of", () => {
  const plan = halves();
  assert.deepEqual(check(plan, TERMS), []);
  plan.do({ changes: plan.moving([0, 4], 2), said: "" });
  const kinds = check(plan, TERMS).map(({ kind, grid: number }) => `${kind} ${number ?? ""}`.trim());
  assert.deepEqual(kinds, ["below 1", "above 2", "torn 2", "cut", "cut"]);
  assert.deepEqual(parts(plan, 2).map((part) => part.length), [4, 2]);
  plan.do({ changes: [[0, 2, 0]], said: "" });
  assert.equal(check(plan, TERMS)[0]?.kind, "gap");
  assert.deepEqual([deviation(290, TERMS), deviation(520, TERMS), deviation(400, TERMS)], [-10, 20, 0]);
});

test("what is looked at again after a move is what a check of everything finds", () => {
  const plan = halves();
  const checker = new Checker(plan, TERMS);
  for (const [at, to] of [[0, 2], [4, 2], [3, 1], [0, 1], [6, 1]] as const) {
    const changes = plan.moving([at], to);
    plan.do({ changes, said: "" });
    checker.moved(changes);
    assert.deepEqual(checker.warnings, check(plan, TERMS));
  }
});

test("a held building stays until it is released, and undo turns that back", () => {
  const plan = halves();
  const steps = new Steps();
  assert.ok(steps.take(plan, { changes: [], turned: [1, 5], said: "" }));
  assert.deepEqual([plan.heldIn(1), plan.heldIn(2), plan.pins], [2, 0, [2, 6]]);
  assert.deepEqual(plan.moving([0, 1], 2), [[0, 1, 2]]);
  steps.undo(plan);
  assert.deepEqual([plan.heldIn(1), plan.moving([1], 2).length], [0, 1]);
  steps.redo(plan);
  assert.equal(plan.heldIn(1), 2);
});

test("pins come with the draft; those of buildings that are gone are none", () => {
  const { ground, grids } = halves();
  assert.deepEqual(new Plan(ground, { 1: 1, 2: 1 }, grids, [2, 999]).pins, [2]);
});

test("seams part two cells once, even where one side has a corner more", () => {
  const json = village(2, 2);
  const first = json.cells[0];
  if (first?.type === "Polygon") first.coordinates[0]!.splice(2, 0, [116.001, 39.0005]);
  const found = seams(new Ground(json));
  const inner = found.filter(({ b }) => b >= 0).map(({ a, b }) => `${a}-${b}`).sort();
  assert.deepEqual(inner, ["0-1", "0-2", "1-3", "2-3"]);
  assert.equal(found.filter(({ b }) => b < 0).length, 4);
  assert.equal(found.find(({ a, b }) => a === 0 && b === 1)!.lines.length, 1);
});

test("a line parts a grid: the smaller side becomes the new one", () => {
  const ground = new Ground(village());
  const all = [...ground.x.keys()];
  assert.deepEqual(byLine(ground, all, [[116.001, 38.9], [116.001, 39.1]]), [0, 4]);
  assert.deepEqual(byLine(ground, all, [[115.9, 38.9], [115.9, 39.1]]), []);
});

test("halves lie across the longer axis and hang together", () => {
  const ground = new Ground(village());
  const half = inHalves(ground, [...ground.x.keys()], ground.households).sort((a, b) => a - b);
  assert.deepEqual(half, [2, 3, 6, 7]);
  assert.deepEqual(inHalves(ground, [3], ground.households), []);
});

test("a lasso takes the buildings in it", () => {
  const ring = [[116, 39], [116.002, 39], [116.002, 39.001], [116, 39.001], [116, 39]];
  assert.deepEqual(within(new Ground(village()), ring), [0, 1]);
});

test("the arrow keys walk to the neighbour that way, and stay at the edge", () => {
  const ground = new Ground(village());
  assert.equal(step(ground, 0, "ArrowRight"), 1);
  assert.equal(step(ground, 1, "ArrowUp"), 5);
  assert.equal(step(ground, 0, "ArrowLeft"), 0);
});

test("a drawn point clings to the nearest road", () => {
  const lines = new Lines([[[116, 39], [116.01, 39]]]);
  assert.deepEqual(lines.nearest(116.005, 39.0001, 0.0002), [116.005, 39]);
  assert.equal(lines.nearest(116.005, 39.001, 0.0002), undefined);
});

test("neighbours never share a colour, and a grid keeps its own", () => {
  const plan = halves();
  assert.deepEqual([...coloured(plan, new Map([[1, 5], [2, 7]]))].sort(), [[1, 5], [2, 7]]);
  const clash = coloured(plan, new Map([[1, 5], [2, 5]]));
  assert.notEqual(clash.get(1), clash.get(2));
});

test("the number of a grid stands on one of its cells", () => {
  const points = labelPoints(halves());
  assert.ok(points.get(1)![0]! < 116.002);
  assert.ok(points.get(2)![0]! > 116.002);
});

test("two thousand buildings are checked in less than a frame", () => {
  const ground = new Ground(village(50, 40));
  const label = Object.fromEntries(ground.buildings.map(({ id }, at) => [String(id), 1 + Math.floor((at % 50) / 5) + 10 * Math.floor(at / 500)]));
  const plan = new Plan(ground, label, Array.from({ length: 40 }, (_, at) => grid(at + 1)));
  check(plan, TERMS);
  const start = performance.now();
  for (let turn = 0; turn < 10; turn++) {
    plan.do({ changes: plan.moving([turn * 50 + 5], 1), said: "" });
    check(plan, TERMS);
  }
  assert.ok((performance.now() - start) / 10 < 16);
});
