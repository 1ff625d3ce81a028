import { expect, test } from "vitest";
import { brandId, instant, seq } from "../ids.ts";
import { reviewJob, reviewOf, type Review } from "./waiting-replies.ts";

const NOW = instant(1_767_621_600_000);

test.each<Review>([
  { kind: "ask-again" },
  { kind: "hold", because: "switched-off", upTo: NOW },
  { kind: "hold", because: "before-switch", upTo: instant(NOW - 1) },
  { kind: "hold", because: "too-old", upTo: NOW },
  { kind: "hold", because: "too-old", upTo: NOW, brandId: brandId("b") },
])("a job carries its review to the worker: $kind $because", (review) => {
  expect(reviewOf(reviewJob(review, NOW).payload)).toEqual(review);
});

test("two reviews that hold back different replies are two jobs", () => {
  const off = reviewJob({ kind: "hold", because: "switched-off", upTo: NOW }, NOW);
  const on = reviewJob({ kind: "hold", because: "before-switch", upTo: NOW }, NOW);
  const offAgain = reviewJob({ kind: "hold", because: "switched-off", upTo: instant(NOW + 1) }, NOW);
  const ofBrand = reviewJob({ kind: "hold", because: "switched-off", upTo: NOW, brandId: brandId("b") }, NOW);
  expect(new Set([off.key, on.key, offAgain.key, ofBrand.key]).size).toBe(4);
});

test.each([{}, { because: "by-agent", upTo: seq(1) }, { because: "too-old" }, { because: "too-old", upTo: "noon" }])(
  "a payload that no review made is none: %j",
  (payload) => {
    expect(reviewOf(payload)).toBeNull();
  },
);
