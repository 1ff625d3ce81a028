/**
 * Everything that browsers get, in three builds that know nothing of each other:
 *
 *   dist/web/widget/panel-*.js   the panel and its words, ES modules, immutable names
 *   dist/web/widget/ariane.js    the loader, one classic script with a stable name; it knows the panel's name
 *   dist/web/workspace/          the workspace and admin center, under /workspace/
 *
 * The server offers them at /widget/… and /workspace/…. What /widget/ offers is for other origins: it needs
 * `Access-Control-Allow-Origin: *` (module scripts) and `Cross-Origin-Resource-Policy: cross-origin` (COEP pages).
 */
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import react from "@vitejs/plugin-react";
import { build, type BuildEnvironmentOptions, defineConfig, type InlineConfig, type LogLevel } from "vite";
import { localePlugin, readCatalogue } from "./locale-plugin.ts";

const web = import.meta.dirname;
const out = join(web, "..", "dist", "web");
const widgetLocales = join(web, "..", "locales", "widget");

export default defineConfig({
  root: web,
  builder: {
    buildApp: async ({ config, environments }) => {
      const logLevel = config.logLevel ?? "info";
      const panel = await buildPanel(logLevel);
      await build(loader(logLevel, panel));
      // The widget can be built on its own.
      if (existsSync(join(web, "workspace", "index.html"))) await build(workspace(logLevel));
      // Else Vite would go on to build an index.html here.
      for (const environment of Object.values(environments)) environment.isBuilt = true;
    },
  },
});

/** Builds the panel and answers with the name of its entry, for the loader to import. */
async function buildPanel(logLevel: LogLevel): Promise<string> {
  const built = await build({
    ...common(logLevel),
    base: "./",
    build: {
      ...target("widget"),
      emptyOutDir: true,
      // A library: without Vite's preload code, which is bigger than what it would preload.
      lib: { entry: { panel: join(web, "widget", "panel", "main.ts") }, formats: ["es"] },
      rolldownOptions: {
        // The talk chunk takes what it shares from the entry, which is there already.
        preserveEntrySignatures: "allow-extension",
        output: { entryFileNames: "panel-[hash].js", chunkFileNames: "panel-[name]-[hash].js", minify: true },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const entry = outputs.find((one) => one.type === "chunk" && one.isEntry);
  if (entry === undefined) throw new Error("the panel's build has no entry");
  return entry.fileName;
}

/** ES2020, one file, no imports: what a customer's page pays before anybody opens anything. */
const loader = (logLevel: LogLevel, panel: string): InlineConfig => ({
  ...common(logLevel),
  define: { PANEL_FILE: JSON.stringify(panel), LAUNCHER_LABELS: JSON.stringify(launcherLabels()) },
  build: {
    ...target("widget"),
    // In an old browser it runs, finds out, and leaves the page alone.
    target: "es2020",
    emptyOutDir: false,
    rolldownOptions: {
      input: join(web, "widget", "loader", "main.ts"),
      output: { format: "iife", entryFileNames: "ariane.js" },
    },
  },
});

const workspace = (logLevel: LogLevel): InlineConfig => ({
  ...common(logLevel),
  root: join(web, "workspace"),
  base: "/workspace/",
  plugins: [localePlugin(), react()],
  build: { ...target("workspace"), emptyOutDir: true },
});

const common = (logLevel: LogLevel): InlineConfig => ({
  configFile: false,
  logLevel,
  root: web,
  publicDir: false,
  plugins: [localePlugin()],
});

const target = (folder: string): BuildEnvironmentOptions => ({
  target: "es2022",
  // The first browsers with constructable style sheets (a strict Content-Security-Policy asks for them) and ARIA
  // as properties.
  cssTarget: ["chrome111", "firefox119", "safari16.4"],
  outDir: join(out, folder),
  reportCompressedSize: false,
});

/** The launcher's name in every language: the one word that the loader cannot wait for. */
function launcherLabels(): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const file of readdirSync(widgetLocales)) {
    const label = readCatalogue(join(widgetLocales, file))["launcher.label"];
    if (label !== undefined) labels[basename(file, ".json")] = label;
  }
  return labels;
}
