import { expect, test } from "vitest";
import { corpusFolder, readCorpusFolder, readCorpusJson } from "../../../../test/support/mail/corpora.ts";
import { parseMime } from "../../../adapters/mail/mime-in.ts";
import { type Verdict, decideVerdict } from "../verdict.ts";

const bounces = corpusFolder("bounces");
const expectations = corpusFolder("bounces-expected.json");
const ordinary = corpusFolder("mime");

interface Expected {
  readonly dsn: string;
  readonly reason: string;
  readonly hard: boolean;
}

/** `sendmail-14` is a bounce that a person passed on with a few words: hers, whatever it carries. */
const PASSED_ON_BY_A_PERSON = new Set(["lhost-sendmail-14.eml"]);

async function judge(folder: string | null): Promise<readonly { readonly id: string; readonly verdict: Verdict }[]> {
  return Promise.all(
    readCorpusFolder(folder).map(async ({ id, bytes }) => ({
      id,
      verdict: decideVerdict(await parseMime(bytes), null),
    })),
  );
}

test.skipIf(bounces === null)("of real bounces, complaints and notices none is taken for a person's mail", async () => {
  const missed = (await judge(bounces)).filter(({ verdict }) => verdict.kind === "person" || verdict.kind === "list");
  expect(missed.map(({ id }) => id)).toEqual([...PASSED_ON_BY_A_PERSON]);
});

test.skipIf(bounces === null || expectations === null)(
  "class and permanence of real bounces are read right",
  async () => {
    const expected = readExpected();
    const judged = (await judge(bounces)).filter(({ id }) => (expected.get(id)?.dsn ?? "") !== "");
    expect(judged.length).toBeGreaterThan(300);
    const classRight = judged.filter(({ id, verdict }) => statusOf(verdict)[0] === expected.get(id)?.dsn[0]);
    const lastingRight = judged.filter(
      ({ id, verdict }) => (verdict.kind === "bounce" && verdict.permanent === true) === expected.get(id)?.hard,
    );
    expect(classRight.length / judged.length).toBeGreaterThanOrEqual(0.97);
    expect(lastingRight.length / judged.length).toBeGreaterThanOrEqual(0.95);
  },
);

test.skipIf(ordinary === null)("of ordinary mail only the reports among it are called bounces", async () => {
  const called = (await judge(ordinary)).filter(({ verdict }) => verdict.kind === "bounce").map(({ id }) => id);
  const reports = /delivery-status|multipart_report|mimepart_without_content_type/;
  expect(called.filter((id) => !reports.test(id))).toEqual([]);
});

const statusOf = (verdict: Verdict): string => ("status" in verdict ? (verdict.status ?? "") : "");

function readExpected(): ReadonlyMap<string, Expected> {
  const all = readCorpusJson(expectations);
  if (typeof all !== "object" || all === null) throw new Error("the expectations are not an object");
  return new Map(
    Object.entries(all).flatMap(([id, told]) => (Array.isArray(told) ? [[id, readOne(told[0])] as const] : [])),
  );
}

function readOne(told: unknown): Expected {
  const fields = new Map<string, unknown>(Object.entries(told ?? {}));
  return { dsn: String(fields.get("dsn")), reason: String(fields.get("reason")), hard: fields.get("hard") === true };
}
