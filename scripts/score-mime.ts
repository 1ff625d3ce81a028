/**
 * `npm run score:mime -- FOLDER`: every message of a folder through the receiving path, without a network.
 *
 * Last line `{messages, thrown, stored, emptyText, slowestMs}`; the lines before name what threw and what shows no words.
 */
import process from "node:process";
import { textOfHtml } from "../src/domain/inbound-mail/html-text.ts";
import { decideVerdict } from "../src/domain/inbound-mail/verdict.ts";
import { parseMime } from "../src/adapters/mail/mime-in.ts";
import { sanitizeMailHtml } from "../src/adapters/mail/sanitize.ts";
import { listMail } from "./mail-folder.ts";

interface Received {
  /** What a person would read; empty when the mail shows no words. */
  readonly text: string;
  /** Whether it was kept: every mail must be. */
  readonly isStored: boolean;
}

/** The road of one mail, as far as it needs no database. */
async function receive(raw: Uint8Array): Promise<Received> {
  const mail = await parseMime(raw);
  decideVerdict(mail, null);
  const html = mail.html === null ? "" : sanitizeMailHtml(mail.html, { paths: new Map() }).html;
  const words = mail.text ?? textOfHtml(html);
  return { text: words.trim() === "" ? textOfHtml(html).trim() : words.trim(), isStored: true };
}

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write("usage: npm run score:mime -- FOLDER\n");
  process.exit(2);
}

const total = { messages: 0, thrown: 0, stored: 0, emptyText: 0, slowestMs: 0 };
for (const { id, read } of listMail(folder)) {
  const raw = read();
  const startedAt = performance.now();
  total.messages += 1;
  try {
    const received = await receive(raw);
    if (received.isStored) total.stored += 1;
    if (received.text === "") {
      total.emptyText += 1;
      process.stdout.write(`no words: ${id}\n`);
    }
  } catch (error) {
    total.thrown += 1;
    process.stdout.write(
      `thrown: ${id}: ${error instanceof Error ? (error.stack ?? error.message) : "not an error"}\n`,
    );
  }
  total.slowestMs = Math.max(total.slowestMs, Math.round(performance.now() - startedAt));
}
process.stdout.write(`${JSON.stringify(total)}\n`);
