/**
 * The builds of everything that browsers get; they know nothing of each other (web/vite.config.ts runs them).
 * The panel comes first: the loader has a stable name and must know the panel's hashed one.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import react from "@vitejs/plugin-react";
import { build, type BuildEnvironmentOptions, type InlineConfig, type LogLevel } from "vite";
import { compressFolder } from "./compress.ts";
import { type Engines, targetsOf, WIDGET_ENGINES, WORKSPACE_ENGINES } from "./engines.ts";
import { localePlugin } from "./locale-plugin.ts";
import { ownMembersPlugin } from "./own-members-plugin.ts";
import { shortJsxPlugin } from "./short-jsx-plugin.ts";
import { shortWordsPlugin } from "./short-words-plugin.ts";
import { sparePreactPlugin } from "./spare-preact-plugin.ts";
import { tersePlugin } from "./terse-plugin.ts";

const web = import.meta.dirname;
const widgetLocales = join(web, "..", "locales", "widget");
const widgetTags = readdirSync(widgetLocales).map((file) => basename(file, ".json"));

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
  await build({
    ...common(logLevel),
    plugins: [
      sparePreactPlugin(),
      shortJsxPlugin(),
      localePlugin(),
      shortWordsPlugin(),
      ownMembersPlugin(),
      tersePlugin(),
    ],
    base: "./",
    build: {
      ...target(outDir, WIDGET_ENGINES),
      emptyOutDir: true,
      // A library: without Vite's preload code, which is bigger than what it would preload.
      lib: { entry: { panel: join(web, "widget", "panel", "main.ts"), ...wordsEntries() }, formats: ["es"] },
      rolldownOptions: {
        // The talk chunk takes what it shares from the entry, which is there already.
        preserveEntrySignatures: "allow-extension",
        checks: QUIET,
        output: {
          entryFileNames: ({ name }) => (name === "panel" ? `panel-${UNNAMED}.js` : `panel-${name}-${UNNAMED}.js`),
          chunkFileNames: `panel-[name]-${UNNAMED}.js`,
          minify: true,
          comments: false,
        },
      },
    },
  });
  return `panel-${nameByContent(outDir)}.js`;
}

/** Stands in file names for what is known only when all of them are written. */
const UNNAMED = "00000000";

/**
 * Names all files of the panel by the content of all: then each can tell what another is called, and a name that is said
 * once costs nothing where it is said again. Answers with what they have in common.
 */
function nameByContent(folder: string): string {
  const files = readdirSync(folder).toSorted();
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const name = hash.digest("hex").slice(0, UNNAMED.length);
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8").replaceAll(`-${UNNAMED}.js`, `-${name}.js`);
    rmSync(join(folder, file));
    writeFileSync(join(folder, file.replace(UNNAMED, name)), text);
  }
  return name;
}

/** The words of each language are files of their own, in two parts (web/locale-plugin.ts); language.ts knows their names. */
const wordsEntries = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    widgetTags.flatMap((tag) => [
      [tag, `${join(widgetLocales, tag)}.json?first`],
      [`more-${tag}`, `${join(widgetLocales, tag)}.json?more`],
    ]),
  );

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
  define: { PANEL_FILE: JSON.stringify(panel) },
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
