/**
 * The builds of everything that browsers get; they know nothing of each other (web/vite.config.ts runs them).
 * The panel comes first: the loader has a stable name and must know the panel's hashed one.
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import react from "@vitejs/plugin-react";
import { build, type BuildEnvironmentOptions, type InlineConfig, type LogLevel } from "vite";
import { compressFolder } from "./compress.ts";
import { type Engines, targetsOf, WIDGET_ENGINES, WORKSPACE_ENGINES } from "./engines.ts";
import { localePlugin, readCatalogue } from "./locale-plugin.ts";
import { ownMembersPlugin } from "./own-members-plugin.ts";
import { shortJsxPlugin } from "./short-jsx-plugin.ts";
import { tersePlugin } from "./terse-plugin.ts";

const web = import.meta.dirname;
const widgetLocales = join(web, "..", "locales", "widget");

/** Writes `ariane.js`, `zendesk.js` and `panel-*.js` into this folder, each compressed beside it, and nothing else stays there. */
export async function buildWidget(logLevel: LogLevel, outDir: string): Promise<void> {
  const panel = await buildPanel(logLevel, outDir);
  for (const name of ["main", "zendesk"] as const) await build(loader(name, logLevel, outDir, panel));
  await compressFolder(outDir);
}

/** Writes the workspace and admin center into this folder, to be served under /workspace/. */
export async function buildWorkspace(logLevel: LogLevel, outDir: string): Promise<void> {
  await build(workspace(logLevel, outDir));
  await compressFolder(outDir);
}

/** Builds the panel and answers with the name of its entry, for the loader to import. */
async function buildPanel(logLevel: LogLevel, outDir: string): Promise<string> {
  const built = await build({
    ...common(logLevel),
    plugins: [shortJsxPlugin(), localePlugin(), ownMembersPlugin(), tersePlugin()],
    base: "./",
    build: {
      ...target(outDir, WIDGET_ENGINES),
      emptyOutDir: true,
      // A library: without Vite's preload code, which is bigger than what it would preload.
      lib: { entry: { panel: join(web, "widget", "panel", "main.ts") }, formats: ["es"] },
      rolldownOptions: {
        // The talk chunk takes what it shares from the entry, which is there already.
        preserveEntrySignatures: "allow-extension",
        checks: QUIET,
        output: {
          entryFileNames: "panel-[hash].js",
          chunkFileNames: "panel-[name]-[hash].js",
          minify: true,
          comments: false,
        },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const entry = outputs.find((one) => one.type === "chunk" && one.isEntry);
  if (entry === undefined) throw new Error("the panel's build has no entry");
  return entry.fileName;
}

/** Terser takes most of a build's seconds, and means to: whoever starts the product need not be told. */
const QUIET = { pluginTimings: false } as const;

/** What pages name in their script tags, by its entry. */
const LOADERS = { main: "ariane.js", zendesk: "zendesk.js" } as const;

/** ES2020, one file, no imports: what a customer's page pays before anybody opens anything. */
const loader = (
  name: keyof typeof LOADERS,
  ...[logLevel, outDir, panel]: [LogLevel, string, string]
): InlineConfig => ({
  ...common(logLevel),
  plugins: [shortJsxPlugin(), localePlugin(), ownMembersPlugin(), tersePlugin()],
  define: { PANEL_FILE: JSON.stringify(panel), LAUNCHER_LABELS: JSON.stringify(launcherLabels()) },
  build: {
    ...target(outDir, WIDGET_ENGINES),
    // In an old browser it runs, finds out, and leaves the page alone.
    target: "es2020",
    emptyOutDir: false,
    rolldownOptions: {
      input: join(web, "widget", "loader", `${name}.ts`),
      checks: QUIET,
      output: { format: "iife", entryFileNames: LOADERS[name] },
    },
  },
});

/** The workspace and admin center, into this folder. */
const workspace = (logLevel: LogLevel, outDir: string): InlineConfig => ({
  ...common(logLevel),
  root: join(web, "workspace"),
  base: "/workspace/",
  plugins: [localePlugin(), react()],
  build: { ...target(outDir, WORKSPACE_ENGINES), emptyOutDir: true },
});

const common = (logLevel: LogLevel): InlineConfig => ({
  configFile: false,
  logLevel,
  root: web,
  publicDir: false,
  plugins: [localePlugin()],
});

const target = (outDir: string, engines: Engines): BuildEnvironmentOptions => ({
  target: targetsOf(engines),
  // Said apart: the loader's scripts run in older ones, its styles need not.
  cssTarget: targetsOf(engines),
  outDir,
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
