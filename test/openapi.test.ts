import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROUTES } from "../contract/routes.ts";
import { openApi } from "../scripts/openapi.ts";

const printed = JSON.stringify(openApi(), null, 2);

test("docs/openapi.json is what the contract says", () => {
  const kept = readFileSync(new URL("../docs/openapi.json", import.meta.url), "utf8");
  expect(kept, "Cure: node scripts/print-openapi.ts > docs/openapi.json").toBe(`${printed}\n`);
});

test("it has every route once, and no reference that leads nowhere", () => {
  const operations = printed.match(/"operationId": "[^"]+"/g) ?? [];
  expect(operations).toHaveLength(ROUTES.length);
  expect(new Set(operations).size).toBe(ROUTES.length);
  expect(new Set(printed.match(/"\$ref": "[^"]+"/g))).toEqual(new Set(['"$ref": "#/components/schemas/Refusal"']));
  expect(openApi()).toHaveProperty("components.schemas.Refusal");
});
