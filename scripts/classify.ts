/** `npm run -s classify -- FOLDER`: one JSON line for every message of a folder, by the very code that judges incoming mail. */
import process from "node:process";
import { decideVerdict } from "../src/domain/inbound-mail/verdict.ts";
import { parseMime } from "../src/adapters/mail/mime-in.ts";
import { listMail } from "./mail-folder.ts";

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write("usage: npm run -s classify -- FOLDER\n");
  process.exit(2);
}

// Whoever reads may stop early, as `head` does.
process.stdout.on("error", () => process.exit());

for (const { id, read } of listMail(folder)) {
  const verdict = decideVerdict(await parseMime(read()), null);
  const told = "status" in verdict ? verdict.status : null;
  const permanent = verdict.kind === "bounce" ? verdict.permanent : null;
  const original = "originalMessageId" in verdict ? verdict.originalMessageId : null;
  process.stdout.write(`${JSON.stringify({ id, verdict: verdict.kind, status: told, permanent, original })}\n`);
}
