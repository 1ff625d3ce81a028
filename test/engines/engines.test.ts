/** No page asks more of a browser than docs/browsers.md says it must have. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Engines, LINK_PAGE_ENGINES, WIDGET_ENGINES, WORKSPACE_ENGINES } from "../../web/engines.ts";
import { type Feature, missingIn } from "./compat.ts";
import { newerInText, newerUses } from "./scripts.ts";
import { featuresOfStyles } from "./styles.ts";

const root = join(import.meta.dirname, "../..");
/** Reading all types of a page takes seconds on a busy machine. */
const PAGE_MS = 120_000;

interface Page {
  readonly name: string;
  readonly engines: Engines;
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Newer than the oldest engine, with all that lies under it, and why the page does without it there. */
  readonly withoutIt: Readonly<Record<Feature, string>>;
}

const SCROLL_BARS = "they look as the system's";
const CHAINED = "known for long, but not for boxes that do not scroll";

const CONVERSATION_PAGE = "web/pages/conversation.js";

const PAGES: readonly Page[] = [
  {
    name: "widget and conversation page",
    engines: WIDGET_ENGINES,
    scripts: [
      "web/widget/loader/main.ts",
      "web/widget/loader/zendesk.ts",
      "web/widget/panel/main.ts",
      CONVERSATION_PAGE,
    ],
    styles: globSync("web/widget/**/*.css", { cwd: root }),
    withoutIt: {
      "api.AbortSignal.timeout_static": "known for long; only the error's name was another",
      "api.CanvasRenderingContext2D.imageSmoothingQuality": "pictures are painted a little coarser",
      "api.Navigator.userActivation": "asked for before it is used",
      "api.UserActivation.hasBeenActive": "asked for before it is used",
      "css.properties.overscroll-behavior": CHAINED,
      "css.properties.scrollbar-color": SCROLL_BARS,
      "css.properties.scrollbar-width": SCROLL_BARS,
      "javascript.builtins.Function.displayName": "a member of an object that the page gives, and of no function",
      "html.global_attributes.autocapitalize":
        "the keyboard begins with a capital, and the server compares without case",
    },
  },
  {
    name: "workspace and admin center",
    engines: WORKSPACE_ENGINES,
    scripts: ["web/workspace/main.tsx"],
    styles: globSync("web/workspace/**/*.css", { cwd: root }),
    withoutIt: {
      "api.CanvasRenderingContext2D.imageSmoothingQuality": "a photo is painted a little coarser",
      "css.properties.accent-color": "known for long, but for the contrast of the mark",
      "css.properties.field-sizing": "use-growing.ts does it there",
      "css.properties.overflow-anchor": "the timeline itself holds its place",
      "css.properties.overscroll-behavior": CHAINED,
      "css.properties.scrollbar-width": SCROLL_BARS,
      "css.properties.text-size-adjust": "only some telephones enlarge text at all",
      "css.properties.text-wrap.pretty": "a last line may be one word",
      "html.global_attributes.autocapitalize": "a shown password may begin with a capital, which is seen",
    },
  },
  {
    name: "demo's shop and mailbox",
    engines: WIDGET_ENGINES,
    scripts: globSync("demo/public/*.js", { cwd: root }),
    styles: globSync("demo/public/*.css", { cwd: root }),
    withoutIt: { "css.properties.text-wrap": "titles break where they do" },
  },
  {
    name: "pages behind a mail's links",
    engines: LINK_PAGE_ENGINES,
    scripts: globSync("web/pages/*.js", { cwd: root, exclude: [CONVERSATION_PAGE] }),
    styles: globSync("web/pages/*.css", { cwd: root }),
    withoutIt: { "css.properties.outline": "it does not follow the round corner" },
  },
];

const covers = (explained: Feature, feature: Feature): boolean => `${feature}.`.startsWith(`${explained}.`);

describe.each(PAGES)("$name", ({ engines, scripts, styles, withoutIt }) => {
  test("asks for nothing that its oldest browsers lack", { timeout: PAGE_MS }, () => {
    const explained = Object.keys(withoutIt);
    expect(scripts.length * styles.length).toBeGreaterThan(0);
    const used = styles.flatMap((file) =>
      [...featuresOfStyles(readFileSync(join(root, file), "utf8"))].map((feature) => ({ feature, place: file })),
    );
    const newer = [
      ...newerUses(
        scripts.map((file) => join(root, file)),
        root,
        engines,
      ),
      ...used.filter(({ feature }) => missingIn(feature, engines).length > 0),
    ];
    const unexplained = newer.filter(({ feature }) => !explained.some((one) => covers(one, feature)));
    expect(
      unexplained.map(({ feature, place }) => `${place}: ${feature} (${missingIn(feature, engines).join(", ")})`),
    ).toEqual([]);
    expect(explained.filter((one) => !newer.some(({ feature }) => covers(one, feature)))).toEqual([]);
  });
});

const OLD: Engines = { chrome: "100", firefox: "100", safari: "15" };
const newerThanOld = (features: Iterable<Feature>): readonly Feature[] =>
  [...features].filter((feature) => missingIn(feature, OLD).length > 0);

test.each<readonly [style: string, newer: readonly Feature[]]>([
  ["a { field-sizing: content }", ["css.properties.field-sizing", "css.properties.field-sizing.content"]],
  ["a { color: red; inset: 0; min-height: min(1px, 2px) }", []],
  ["a:has(b) { color: red }", ["css.selectors.has"]],
  ["a:hover, a::before { color: red }", []],
  ["a { b { color: red } }", ["css.selectors.nesting"]],
  ["a { color: color-mix(in srgb, red, blue) }", ["css.types.color.color-mix"]],
  ["a { color: light-dark(red, blue) }", ["css.types.color.light-dark"]],
  ["a { height: 100dvh }", ["css.types.length.viewport_percentage_units_dynamic"]],
  ["a { height: 100vh; height: 100dvh }", []],
  ["a { --dvh: dvh; content: '1dvh' }", []],
  ["@container (width > 10px) { a { color: red } }", ["css.at-rules.container"]],
  ["@media (width > 10px) { a { color: red } }", ["css.at-rules.media.range_syntax"]],
  ["@media (min-width: 10px) { a { color: red } }", []],
  ["@supports (field-sizing: content) { a { field-sizing: content } }", []],
  ["@starting-style { a { color: red } }", ["css.at-rules.starting-style"]],
])("style: %s", (style, newer) => {
  expect(newerThanOld(featuresOfStyles(style))).toEqual(expect.arrayContaining([...newer]));
  expect(newerThanOld(featuresOfStyles(style)).length === 0).toBe(newer.length === 0);
});

test.each<readonly [script: string, newer: readonly Feature[]]>([
  ["export const a = Map.groupBy([1], String)", ["javascript.builtins.Map.groupBy"]],
  ["export const a = new Map([[1, 2]]).get(1)", []],
  ["export const a = [1].toSorted()", ["javascript.builtins.Array.toSorted"]],
  ["export const a = (x: any) => x.toSorted()", []],
  ["export const a = (x: any) => x.showPopover()", ["api.HTMLElement.showPopover"]],
  ["export const a = (x: HTMLDivElement) => x.showPopover()", ["api.HTMLElement.showPopover"]],
  [
    "export const a = ({ x }: { x: HTMLElement }) => { const { ariaLabel } = x; return ariaLabel }",
    ["api.Element.ariaLabel"],
  ],
  ["export const a = (x: { showPopover(): void }) => x.showPopover()", []],
  ["export const a = encodeURIComponent('a')", []],
  ["export const a = navigator.userActivation", ["api.Navigator.userActivation"]],
  ["export const a = CSS.supports('a', 'b')", []],
  ["export const a = new URLPattern()", ["api.URLPattern"]],
  ["export const a = /(?<=a)b/", ["javascript.regular_expressions.lookbehind_assertion"]],
  ["export const a = /[a--b]/v", ["javascript.builtins.RegExp.unicodeSets"]],
  ["export const a = /a/u", []],
  ["export const a = <div popover='auto' />", ["html.global_attributes.popover"]],
  ["export const a = <div title='auto' />", []],
])("script: %s", { timeout: PAGE_MS }, (script, newer) => {
  expect(newerInText(script, OLD)).toEqual(newer);
});

test("docs/browsers.md names the oldest engines that the pages are held to", () => {
  const rows = readFileSync(join(root, "docs/browsers.md"), "utf8").matchAll(
    /^\| ([^|]+) \| Chrome ([\d.]+), Firefox ([\d.]+), Safari ([\d.]+) \|/gmu,
  );
  const told = [...rows].map(([, name, chrome, firefox, safari]) => ({ name, engines: { chrome, firefox, safari } }));
  expect(told).toEqual(PAGES.map(({ name, engines }) => ({ name, engines })));
});
