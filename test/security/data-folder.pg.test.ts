/** What an installation keeps on the disk is its owner's: another account of the machine reads nothing of it. */
import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Product, startWholeProduct } from "../support/servers/product.ts";

let product: Product;
beforeAll(async () => {
  product = await startWholeProduct({ ARIANE_DEMO: "0" });
});
afterAll(() => product.dispose());

/** What of this others may do, of the bits of reading and writing; passing through tells them nothing. */
const openTo = (path: string): number => statSync(path).mode & 0o066;

test("nobody else lists the data folder, nor reads what lies in it", () => {
  const { dataDir, firstAdminCode } = product;
  const kept = readdirSync(dataDir);
  expect(firstAdminCode).not.toBeNull();
  expect(kept).toEqual(expect.arrayContaining(["first-admin-code", "ready.json"]));
  expect(openTo(dataDir)).toBe(0);
  expect(kept.filter((name) => openTo(join(dataDir, name)) !== 0)).toEqual([]);
  // The look would see what is open.
  chmodSync(join(dataDir, "ready.json"), 0o644);
  expect(openTo(join(dataDir, "ready.json"))).toBe(0o044);
});
