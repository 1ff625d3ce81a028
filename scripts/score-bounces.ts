/**
 * `npm run score:bounces -- FOLDER EXPECTED.json`: how well returned mail is understood, from what `classify` prints and nothing else.
 * `npm run score:bounces -- --ordinary FOLDER`: how much mail that is no bounce is called one.
 *
 * Counted, as the fields of the last line:
 * mails: messages of the folder · detected: told from a person's mail, and complaints, automatic answers and notices of delivery by their own name ·
 * classRight and permanenceRight: of the mails with an expected status code (the first, where several recipients are told) ·
 * originalFound: of the mails that carry an original Message-ID. The lines before name what was missed.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

interface Classified {
  readonly id: string;
  readonly verdict: string;
  readonly status: string | null;
  readonly permanent: boolean | null;
  readonly original: string | null;
}

interface Expected {
  readonly dsn: string;
  readonly reason: string;
  readonly hard: boolean;
}

function scoreOrdinary(folder: string): void {
  const mails = classify(folder);
  const wrong = mails.filter(({ verdict }) => verdict === "bounce");
  for (const { id, status } of wrong) print(`called a bounce: ${id} (${status ?? "no status"})`);
  print(JSON.stringify({ mails: mails.length, falsePositives: wrong.length }));
}

function scoreBounces(folder: string, expected: ReadonlyMap<string, Expected>): void {
  const mails = classify(folder);
  const found = mails.filter((mail) => miss("not found", mail, isDetected(mail, expected.get(mail.id)), expected));
  const coded = mails.filter((mail) => (expected.get(mail.id)?.dsn ?? "") !== "");
  const classed = coded.filter((mail) =>
    miss("class", mail, mail.status?.[0] === expected.get(mail.id)?.dsn[0], expected),
  );
  const lasting = coded.filter((mail) =>
    miss("permanence", mail, (mail.permanent ?? false) === expected.get(mail.id)?.hard, expected),
  );
  const returned = mails.filter(({ id }) => carriesOriginal(join(folder, id)));
  const known = returned.filter((mail) => miss("original", mail, namesOriginal(mail, join(folder, mail.id)), expected));
  print(
    `detected ${percent(found, mails)} · class right ${percent(classed, coded)} · permanence right ${percent(lasting, coded)} · original found ${percent(known, returned)}`,
  );
  print(
    JSON.stringify({
      mails: mails.length,
      detected: share(found, mails),
      classRight: share(classed, coded),
      permanenceRight: share(lasting, coded),
      originalFound: share(known, returned),
    }),
  );
}

/** What a mail must be called for each kind of expectation. */
function isDetected(mail: Classified, expected: Expected | undefined): boolean {
  const wanted = VERDICTS.get(expected?.reason ?? "") ?? "bounce";
  return mail.verdict === wanted;
}

const VERDICTS: ReadonlyMap<string, string> = new Map([
  ["feedback", "complaint"],
  ["vacation", "auto-reply"],
  ["delivered", "receipt"],
]);

/** Message-IDs in the raw file besides the report's own, which stands before the first blank line. */
function returnedIds(path: string): readonly string[] {
  const raw = readFileSync(path, "latin1").replaceAll("\r\n", "\n").replace(/^\n+/, "");
  const body = raw.slice(raw.indexOf("\n\n"));
  return [...body.matchAll(/^[> \t]*Message-ID:\s*<?([^<>\s]+)>?/gim)].map((found) => found[1] ?? "");
}

const carriesOriginal = (path: string): boolean => returnedIds(path).length > 0;

const namesOriginal = (mail: Classified, path: string): boolean =>
  mail.original !== null && returnedIds(path).includes(mail.original);

function miss(what: string, mail: Classified, isRight: boolean, expected: ReadonlyMap<string, Expected>): boolean {
  if (!isRight) print(`${what}: ${JSON.stringify(mail)} expected ${JSON.stringify(expected.get(mail.id) ?? null)}`);
  return isRight;
}

const share = (part: readonly unknown[], whole: readonly unknown[]): number =>
  whole.length === 0 ? 1 : Number((part.length / whole.length).toFixed(4));
const percent = (part: readonly unknown[], whole: readonly unknown[]): string => `${part.length}/${whole.length}`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function classify(folder: string): readonly Classified[] {
  const out = execFileSync(process.execPath, [join(import.meta.dirname, "classify.ts"), folder], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map(readClassified);
}

function readClassified(line: string): Classified {
  const value = record(JSON.parse(line));
  return {
    id: text(value["id"]),
    verdict: text(value["verdict"]),
    status: typeof value["status"] === "string" ? value["status"] : null,
    permanent: typeof value["permanent"] === "boolean" ? value["permanent"] : null,
    original: typeof value["original"] === "string" ? value["original"] : null,
  };
}

/** `{ file name: [{ dsn, reason, hard }, …] }`. */
function readExpected(path: string): ReadonlyMap<string, Expected> {
  const all = Object.entries(record(JSON.parse(readFileSync(path, "utf8"))));
  return new Map(
    all.flatMap(([id, told]) => (Array.isArray(told) && told.length > 0 ? [[id, readOne(told[0])] as const] : [])),
  );
}

function readOne(value: unknown): Expected {
  const told = record(value);
  return { dsn: text(told["dsn"]), reason: text(told["reason"]), hard: told["hard"] === true };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

const [first, second] = process.argv.slice(2);
if (first === undefined || second === undefined) {
  process.stderr.write("usage: npm run score:bounces -- FOLDER EXPECTED.json | --ordinary FOLDER\n");
  process.exit(2);
}
if (first === "--ordinary") scoreOrdinary(second);
else scoreBounces(first, readExpected(second));
