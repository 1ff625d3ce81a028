import { expect, test } from "vitest";
import { type BrandLook, DEFAULT_LOOK, iconPathOf, LAUNCHER_ICONS, sheetOf } from "./look.ts";

const sheet = (
  launcher: Partial<BrandLook["launcher"]> = {},
  look: Partial<BrandLook> = {},
  colour = "#1f4b99",
): string =>
  sheetOf({ colour, look: { ...DEFAULT_LOOK, ...look, launcher: { ...DEFAULT_LOOK.launcher, ...launcher } } });

test("the widget of a brand that has chosen nothing stands in the usual corner, in the scheme of the page", () => {
  expect(sheet()).toBe(
    ":host{color-scheme:inherit!important;--brand:#1f4b99;--on-brand:#ffffff;--inset:auto 20px;--bottom:20px}",
  );
});

test.each([
  ["#1f4b99", "#ffffff"],
  ["#ffd400", "#16181d"],
  ["#ffffff", "#16181d"],
])("on %s words are %s", (colour, onIt) => {
  expect(sheet({}, {}, colour)).toContain(`--brand:${colour};--on-brand:${onIt};`);
});

test.each([
  ["page", "inherit"],
  ["system", "light dark"],
  ["light", "light"],
  ["dark", "dark"],
] as const)("dark as %s: color-scheme %s", (dark, scheme) => {
  expect(sheet({}, { dark })).toContain(`color-scheme:${scheme}!important;`);
});

test("it stands at either side, so far from the edges", () => {
  expect(sheet({ side: "end", fromSide: 8, fromBottom: 90 })).toContain("--inset:auto 8px;--bottom:90px}");
  expect(sheet({ side: "start", fromSide: 0 })).toContain("--inset:0px auto;");
});

test("no page pays for words beside the icon that are not there", () => {
  expect(sheet()).not.toContain("data-text");
  expect(sheet({ texts: { fr: "Une question ?" } })).toContain("content:attr(data-text)");
  // Words are data of the page, never of a style sheet: nothing that an admin types is CSS.
  expect(sheet({ texts: { fr: "x}*{display:none" } })).not.toContain("display:none");
});

test("each icon is a path of its own", () => {
  const paths = LAUNCHER_ICONS.map((icon) =>
    iconPathOf({ ...DEFAULT_LOOK, launcher: { ...DEFAULT_LOOK.launcher, icon } }),
  );
  expect(new Set(paths).size).toBe(LAUNCHER_ICONS.length);
  for (const path of paths) expect(path).toMatch(/^M[\d\w .-]+$/);
});
