/** The answer of a server as a notice quotes it: `550 5.1.1 …`, `said: 554-…`, `ERROR_CODE :550`. */
import { type MailStatus, findStatus } from "./status.ts";

export interface SmtpAnswer {
  /** Three digits, 400 to 599; null: words only. */
  readonly code: number | null;
  readonly status: MailStatus | null;
  /** The lines that carry the answer, for people. */
  readonly text: string;
}

/** The first answer in a text; null when there is none. */
export function findSmtpAnswer(text: string): SmtpAnswer | null {
  const found = ANSWER.exec(text);
  if (found !== null) {
    const from = text.indexOf(found[1] ?? "", found.index);
    const quoted = firstAnswer(text.slice(from, from + LINES));
    return { code: Number(found[1]), status: findStatus(quoted.slice(0, NEAR)), text: paragraph(quoted) };
  }
  const status = findStatus(text);
  return status === null
    ? null
    : {
        code: null,
        status,
        text: paragraph(text.slice(Math.max(0, text.search(/(?<![\d.])[45]\.\d{1,3}\.\d/) - 40)).slice(0, LINES)),
      };
}

/** A code of three digits counts where an answer begins: at the start of a line or after the words that introduce one. */
const ANSWER =
  /(?:^[>\s]{0,40}|[:;>("'[#|,=]\s{0,8}|\b(?:said|code|error|response|reply|status|returned|with|was|host|smtp|server|respond(?:ed)?|answered|reason|cause|data|rcpt to|->)[^\S\n]{0,3}[:=]?\s{0,8}#?)([45][0-5]\d)(?=[\s\-:,;)\]#'"]|$)(?! (?:minutes|hours|days|bytes|kb|mb|seconds|messages|recipients|attempts))/im;
const NEAR = 120;
const LINES = 1_500;

/** Up to where another recipient's answer begins: another code of three digits, or the same with another status. */
function firstAnswer(quoted: string): string {
  const own = ENTRY.exec(quoted);
  for (const next of quoted.matchAll(/(?<=[\s:])([45]\d\d)[ -](?:([45]\.\d{1,3}\.\d{1,3})\b)?/g)) {
    if (next.index === 0) continue;
    const isOther = next[1] !== own?.[1] || (next[2] !== undefined && own?.[2] !== undefined && next[2] !== own[2]);
    if (isOther) return quoted.slice(0, next.index);
  }
  return quoted;
}

const ENTRY = /^([45]\d\d)[ -](?:([45]\.\d{1,3}\.\d{1,3})\b)?/;

function paragraph(text: string): string {
  const end = text.search(/\n\s{0,20}\n/);
  return (end < 0 ? text : text.slice(0, end)).replaceAll(/\s+/g, " ").trim();
}
