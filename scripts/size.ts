/** `npm run size`: builds what browsers get, and prints what travels of it, in bytes, gzipped. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { buildWidget, buildWorkspace } from "../web/build.ts";
import { widgetSizes, workspaceSize } from "../web/sizes.ts";

process.env["NODE_ENV"] = "production";
const folder = mkdtempSync(join(tmpdir(), "ariane-size-"));
try {
  await buildWidget("error", join(folder, "widget"));
  await buildWorkspace("error", join(folder, "workspace"));
  console.log(
    JSON.stringify({ ...widgetSizes(join(folder, "widget")), workspaceGz: workspaceSize(join(folder, "workspace")) }),
  );
} finally {
  rmSync(folder, { recursive: true });
}
