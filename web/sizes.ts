/** What travels of the pages, in bytes: gzipped, as where it does not travel as brotli, which is shorter. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

interface WidgetSizes {
  /** What a page pays that carries the widget. */
  readonly loaderGz: number;
  /** The same where the page calls `zE`. */
  readonly zendeskGz: number;
  /** Loader, first view, and the words of it in the language that has the longest. */
  readonly totalGz: number;
  /** Everything that the widget can ever load, in that language. */
  readonly panelGz: number;
}

/** Of a folder that `buildWidget` filled. */
export function widgetSizes(folder: string): WidgetSizes {
  const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
  const size = (file: string): number => statSync(join(folder, `${file}.gz`)).size;
  const words = files.filter((file) => WORDS.test(file));
  const longest = (part: RegExp): number => Math.max(...words.filter((file) => part.test(file)).map(size));
  const code = files.filter((file) => !WORDS.test(file) && file !== "zendesk.js");
  const first = ["ariane.js", ...withImports(folder, entryOf(folder))];
  const sum = (all: readonly string[]): number => all.reduce((total, file) => total + size(file), 0);
  return {
    loaderGz: size("ariane.js"),
    zendeskGz: size("zendesk.js"),
    totalGz: sum(first) + longest(FIRST),
    panelGz: sum(code) + longest(FIRST) + longest(MORE),
  };
}

const WORDS = /^panel-(?:more-)?(?:[a-z]{2,3}(?:-[A-Z][A-Za-z]+|-\d+)?)-[\w-]{8}\.js$/;
const FIRST = /^panel-(?!more-)/;
const MORE = /^panel-more-/;

/** The panel's entry, as the loader names it. */
export function entryOf(folder: string): string {
  const [entry] = /panel-[\w-]+\.js/.exec(readFileSync(join(folder, "ariane.js"), "utf8")) ?? [];
  if (entry === undefined) throw new Error(`the loader in ${folder} names no panel`);
  return entry;
}

/** A module and everything that it imports before it runs. */
function withImports(folder: string, file: string): readonly string[] {
  const source = readFileSync(join(folder, file), "utf8");
  const imported = [...source.matchAll(/(?:from|import)[`"']\.\/([\w.-]+)[`"']/g)].map(([, name]) => name ?? "");
  return [file, ...imported.flatMap((name) => withImports(folder, name))];
}

/** The first view of the workspace: its page, and the scripts and styles that this names. Of a folder that `buildWorkspace` filled. */
export function workspaceSize(folder: string): number {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const named = [...page.matchAll(/(?:src|href)="\/workspace\/([^"]+\.(?:js|css))"/g)].map(([, name]) => name ?? "");
  return ["index.html", ...named].reduce((total, file) => total + statSync(join(folder, `${file}.gz`)).size, 0);
}
