/**
 * `vite build` makes everything that browsers get (how: web/build.ts):
 *
 *   dist/web/widget/ariane.js    the loader, one classic script with a stable name
 *   dist/web/widget/panel-*.js   the panel and its words, ES modules, immutable names
 *   dist/web/workspace/          the workspace and admin center
 *
 * The server offers them at /widget/… and /workspace/…. What /widget/ offers is for other origins: it needs
 * `Access-Control-Allow-Origin: *` (module scripts) and `Cross-Origin-Resource-Policy: cross-origin` (COEP pages).
 */
import { join } from "node:path";
import { defineConfig } from "vite";
import { buildWidget, buildWorkspace } from "./build.ts";

const out = join(import.meta.dirname, "..", "dist", "web");

export default defineConfig({
  root: import.meta.dirname,
  builder: {
    buildApp: async ({ config, environments }) => {
      const logLevel = config.logLevel ?? "info";
      await buildWidget(logLevel, join(out, "widget"));
      await buildWorkspace(logLevel, join(out, "workspace"));
      // Else Vite would go on to build an index.html here.
      for (const environment of Object.values(environments)) environment.isBuilt = true;
    },
  },
});
