/**
 * Raw bytes → `ParsedMail`. Total: whatever the bytes, it answers, within the limits of `mime/limits.ts`.
 *
 * What the MIME parser refuses is looked at line by line, so that a person can still read it; `unreadable` says why.
 * Mail that could hold up everybody else is read in a thread of its own, with an end to its time and its memory.
 */
import type { ParsedMail } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import { apart } from "./heavy/apart.ts";
import { isHeavy } from "./heavy/weight.ts";
import { readMail, rescueMail } from "./mime/read.ts";

export async function parseMime(raw: Uint8Array): Promise<ParsedMail> {
  if (!isHeavy(raw)) return readMail(raw);
  return (await apart("read", raw)) ?? rescueMail(raw, "too-costly");
}
