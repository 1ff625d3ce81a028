// oxlint-disable vitest/no-standalone-expect -- corpusTest wraps its body in a test
/** The public reply corpora, read as the pipeline reads mail. Bars: mail-rules.md; policy: docs/reply-extraction.md. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { policyDifferences } from "../scripts/reply-policy.ts";
import { blocksOf } from "../src/adapters/mail/text/reply-text.ts";
import { extractReply } from "../src/domain/reply-extraction/extract-reply.ts";
import { DELIMITERS, traceOf } from "../src/domain/reply-extraction/sent-trace.ts";
import { corpusTest, readCorpusJson } from "./support/mail/corpora.ts";

interface Case {
  readonly name: string;
  readonly format: "text" | "html";
  readonly input: string;
  readonly expected: string;
}

/** As when an answer is read, but for the texts of its conversation, which no corpus has. */
const sent = traceOf([], DELIMITERS);

const fold = (text: string): string => text.split(/\s+/).filter(Boolean).join(" ");

corpusTest(
  "replies of the public corpora are read as their authors expect, except where our policy on signatures differs",
  "replies",
  (folder) => {
    const cases = readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .flatMap((file) => casesIn(file, readCorpusJson(join(folder, file))));
    expect(cases.length).toBeGreaterThanOrEqual(144);
    const differs = new Set(policyDifferences.map(({ file, id }) => `${file} ${id}`));
    const wrong = cases
      .filter((one) => fold(extractReply(blocksOf(one), sent).text) !== fold(one.expected))
      .map(({ name }) => name);
    expect(wrong.toSorted()).toEqual([...differs].toSorted());
  },
);

corpusTest("a line of 700,000 marks costs no more than its length", "replies/hostile-long-quote.txt", (path) => {
  const { text, steps } = extractReply(blocksOf({ format: "text", input: readFileSync(path, "utf8") }), sent);
  expect(text.startsWith("Hi folks")).toBe(true);
  expect(steps).toBeLessThan(20_000);
});

function casesIn(file: string, value: unknown): readonly Case[] {
  if (!Array.isArray(value)) throw new Error(`${file} holds no list of cases`);
  return value.map((one: Record<string, unknown>) => ({
    name: `${file} ${String(one["id"])}`,
    format: one["format"] === "html" ? "html" : "text",
    input: String(one["input"]),
    expected: String(one["expected"]),
  }));
}
