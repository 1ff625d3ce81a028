import { foldersOf, type House, type Measured, quantile } from "./measure.ts";
import { ROOMS, roomOf } from "./tree.ts";

const FULLEST_SHOWN = 8;

/** The figures of all rooms together: the last line of the print, its keys in this order. */
export function totals({ sources, cycles, messageFieldFiles }: House) {
  const files = spread(sources);
  const functions = spread(sources.flatMap((each) => each.functions));
  return {
    files: sources.length,
    lines: linesIn(sources),
    fileMedian: files.median,
    fileP90: files.p90,
    fileMax: files.max,
    functionMedian: functions.median,
    functionP90: functions.p90,
    functionMax: functions.max,
    maxFolder: foldersOf(sources)[0]?.[1] ?? 0,
    cycles: cycles.length,
    unusedExports: sources.flatMap((each) => each.unused).length,
    messageFieldFiles: messageFieldFiles.length,
  };
}

/** The figures room by room, for people. */
export function table(house: House): readonly string[] {
  const columns = [...ROOMS.map((room) => house.sources.filter(({ path }) => roomOf(path) === room)), house.sources];
  const row = (title: string, cell: (sources: readonly Measured[]) => number | string): string =>
    title.padEnd(34) + columns.map((sources) => String(cell(sources)).padStart(16)).join("");
  return [
    "".padEnd(34) + [...ROOMS, "together"].map((head) => head.padStart(16)).join(""),
    row("files", (sources) => sources.length),
    row("lines", linesIn),
    row("comment share", commentShare),
    row("file: median / p90 / longest", (sources) => inWords(spread(sources))),
    row("function: median / p90 / longest", (sources) => inWords(spread(sources.flatMap((each) => each.functions)))),
    row("fullest folder", (sources) => foldersOf(sources)[0]?.[1] ?? 0),
    row("exports named nowhere else", (sources) => sources.flatMap((each) => each.unused).length),
  ];
}

/** What the figures mean by name: the longest, the fullest, and each cycle. */
export function names(house: House): readonly string[] {
  const file = longest(house.sources);
  const sized = longest(house.sources.flatMap((each) => each.functions));
  const fullest = foldersOf(house.sources).slice(0, FULLEST_SHOWN);
  return [
    `longest file: ${file?.path} (${file?.lines})`,
    `longest function: ${sized?.path}:${sized?.line} ${sized?.name} (${sized?.lines})`,
    `fullest folders: ${fullest.map(([folder, count]) => `${folder} ${count}`).join(", ")}`,
    `cycles: ${house.cycles.length}`,
    ...house.cycles.map((knot) => `  ${knot.join(" · ")}`),
    `files that a new message field touches: ${house.messageFieldFiles.length}`,
    `counted, though tests alone import it: ${house.forTests.join(", ") || "nothing"}`,
  ];
}

/** What `--list` adds: every export named nowhere else, and every file that a new message field touches. */
export function lists({ sources, messageFieldFiles }: House): readonly string[] {
  return [
    "exports named nowhere else:",
    ...sources.flatMap(({ path, unused }) => unused.map(({ line, name }) => `  ${path}:${line} ${name}`)),
    "files that a new message field touches:",
    ...messageFieldFiles.map((path) => `  ${path}`),
  ];
}

interface Spread {
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

function spread(sized: readonly { readonly lines: number }[]): Spread {
  const lines = sized.map((each) => each.lines);
  return { median: quantile(lines, 0.5), p90: quantile(lines, 0.9), max: quantile(lines, 1) };
}

const inWords = ({ median, p90, max }: Spread): string => `${median} / ${p90} / ${max}`;

function linesIn(sources: readonly Measured[]): number {
  return sources.reduce((sum, each) => sum + each.lines, 0);
}

function commentShare(sources: readonly Measured[]): string {
  const comments = sources.reduce((sum, each) => sum + each.commentLines, 0);
  return `${((100 * comments) / Math.max(1, linesIn(sources))).toFixed(1)} %`;
}

function longest<T extends { readonly lines: number }>(sized: readonly T[]): T | undefined {
  return sized.toSorted((a, b) => b.lines - a.lines)[0];
}
