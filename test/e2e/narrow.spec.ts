/** Eyes that need more: colours of their own, a page at 400 %, a telephone on its side. */
import { describe, expect, test } from "vitest";
import { CHROMIUM } from "../support/browser/browser.ts";
import { openShop } from "../support/browser/shop.ts";
import { can } from "../support/peers/outside-programs.ts";

/** 1,280 × 1,024 at 400 % (WCAG 2.2, 1.4.10), the narrowest telephone, one on its side. */
const VIEWS = [
  [320, 256],
  [320, 568],
  [667, 375],
] as const;

describe.skipIf(!(await can(CHROMIUM))).each(VIEWS)(
  "where %i × %i are to be seen and colours are forced",
  (width, height) => {
    const shop = openShop({ forcedColors: "active", viewport: { width, height } });

    test("the panel fills the view, its field stays in it, nothing runs over, and every surface has an edge", async () => {
      await shop.visit(shop.snippet);
      await shop.launcher().click();
      await shop.write("Is it waterproof?");
      expect(await shop.panel().boundingBox()).toEqual({ x: 0, y: 0, width, height });
      const field = await shop.composer().boundingBox();
      expect((field?.y ?? height) + (field?.height ?? 0)).toBeLessThanOrEqual(height);
      const root = "document.querySelector('ariane-widget').shadowRoot";
      const over = `[...${root}.querySelectorAll(".panel *")].filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1).map((one) => one.className)`;
      expect(await shop.page.evaluate(over)).toEqual([]);
      const edges = `(surfaces) => surfaces.map((surface) => [...new Set([...${root}.querySelectorAll(surface)].map((one) => getComputedStyle(one).borderTopStyle))].join())`;
      const surfaces = [".launcher", ".panel", ".head", ".bubble", ".send", ".draft"];
      expect(await shop.page.evaluate(`(${edges})(${JSON.stringify(surfaces)})`)).toEqual(surfaces.map(() => "solid"));
    });
  },
);
