/** JSON lines `{id, format, input}` on stdin → JSON lines `{id, text, ms}` on stdout, in order, by the code that reads real answers. */
import { createInterface } from "node:readline";
import { blocksOf } from "../src/adapters/mail/text/reply-text.ts";
import { extractReply } from "../src/domain/reply-extraction/extract-reply.ts";
import { DELIMITERS, traceOf } from "../src/domain/reply-extraction/sent-trace.ts";

/** What is known of any answer to our mail; the texts of a conversation are not. */
const sent = traceOf([], DELIMITERS);
const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
for await (const line of lines) {
  if (line.trim() === "") continue;
  const { id, format, input } = parseCase(line);
  const started = performance.now();
  const { text } = extractReply(blocksOf({ format, input }), sent);
  const ms = Math.round((performance.now() - started) * 1000) / 1000;
  process.stdout.write(`${JSON.stringify({ id, text, ms })}\n`);
}

function parseCase(line: string): { id: unknown; format: "text" | "html"; input: string } {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null || !("input" in value) || typeof value.input !== "string") {
    throw new Error(`not a case: a line needs {id, format, input}, got ${line.slice(0, 80)}`);
  }
  const format = "format" in value && value.format === "html" ? "html" : "text";
  return { id: "id" in value ? value.id : null, format, input: value.input };
}
