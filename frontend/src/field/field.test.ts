// What a deed looks like on its way, and which building is near.
import assert from "node:assert/strict";
import { test } from "node:test";
import { metres, nearest } from "./near";
import { body } from "./sending";
import type { Deed } from "./store";

const DEED: Deed = {
  key: "k-1", owner: 7, kind: "handle", title: "t", verb: "v", number: "20260302-00001", walk: "", seen: 12,
  facts: { note: "done", key: "never this one" }, photos: [new Blob(["x"], { type: "image/jpeg" })],
  at: "2026-03-02T08:00:00.000Z", state: "waiting",
};
const BUILDINGS = [
  { id: 1, name: "1", lon: 116.005, lat: 39.005 },
  { id: 2, name: "2", lon: 116.0055, lat: 39.005 },
  { id: 3, name: "3", lon: 116.015, lat: 39.005 },
  { id: 4, name: "4", lon: null, lat: null },
];

test("a deed travels under its own key, with its photos and the phone's clock", () => {
  const form = body(DEED);
  assert.equal(form.get("key"), "k-1");
  assert.equal(form.get("note"), "done");
  assert.equal(form.get("seen"), "12");
  assert.equal(form.get("done_at"), DEED.at);
  assert.equal(form.getAll("photos").length, 1);
});

test("the nearest buildings come first, those out of sight and those without a place not at all", () => {
  assert.deepEqual(nearest(116.00505, 39.005, BUILDINGS).map(([, { id }]) => id), [1, 2]);
  assert.ok(Math.abs(metres(116.005, 39.006, BUILDINGS[0]!) - 111) < 1);
});
