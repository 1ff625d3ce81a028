import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, expect, test } from "vitest";
import { sparePreactPlugin } from "./spare-preact-plugin.ts";

const folder = mkdtempSync(join(tmpdir(), "ariane-spare-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What becomes of a view that is written so. */
async function built(view: string): Promise<string> {
  const entry = join(folder, "view.tsx");
  writeFileSync(
    entry,
    `/** @jsxRuntime classic @jsx h */ import { h, render } from "preact"; render(${view}, document.body);`,
  );
  const output = await build({
    configFile: false,
    logLevel: "silent",
    plugins: [sparePreactPlugin()],
    build: { write: false, minify: false, lib: { entry, formats: ["es"] } },
  });
  return JSON.stringify(output);
}

test("what no view of ours reaches is not built", async () => {
  const code = await built("<p class='note'>Hello</p>");
  expect(code).toContain("createElementNS");
  expect(code).not.toMatch(/innerHTML|isHydrating &&|getDerivedState|\._parentDom/);
});

test.each(["<progress />", "<input defaultValue='x' />", "<p dangerouslySetInnerHTML={{ __html: '' }} />"])(
  "a view that reaches it after all is refused: %s",
  async (view) => {
    await expect(built(view)).rejects.toThrow("the widget's Preact has no");
  },
);
