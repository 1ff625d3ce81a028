/** Amazon's notices: a bounce, complaint or delivery told in JSON inside a mail (Amazon SNS carrying SES events). */
import type { ParsedMail } from "../reading/parsed-mail.ts";
import { readableText } from "../reading/parts.ts";

export interface JsonNotice {
  readonly kind: "bounce" | "complaint" | "delivery";
  readonly status: string | null;
  readonly diagnostic: string | null;
  readonly recipient: string | null;
  readonly isPermanent: boolean;
  readonly originalMessageId: string | null;
}

/** Null when the mail is nothing of the kind. Trusts nobody: a person may paste such a text, so the sender must be the service. */
export function readJsonNotice(mail: ParsedMail): JsonNotice | null {
  if (!mail.from.some(({ address }) => /@(?:[a-z0-9-]{1,63}\.){0,4}(?:sns\.)?amazonaws\.com$/i.test(address)))
    return null;
  const event = parseObject(readableText(mail));
  const message = typeof event["Message"] === "string" ? parseObject(event["Message"]) : event;
  const kind = text(message["notificationType"])?.toLowerCase() ?? text(message["eventType"])?.toLowerCase();
  if (kind !== "bounce" && kind !== "complaint" && kind !== "delivery") return null;
  const told = object(message[kind]);
  const list = told["bouncedRecipients"] ?? told["complainedRecipients"] ?? told["recipients"];
  const first: unknown = Array.isArray(list) ? list[0] : null;
  const original = object(message["mail"]);
  const headers = object(original["commonHeaders"]);
  return {
    kind,
    status: text(object(first)["status"]),
    diagnostic: text(object(first)["diagnosticCode"]) ?? text(told["smtpResponse"]),
    recipient: text(object(first)["emailAddress"]) ?? text(first),
    isPermanent: text(told["bounceType"]) === "Permanent",
    originalMessageId: (text(headers["messageId"]) ?? text(original["messageId"]))?.replaceAll(/[<>\s]/g, "") ?? null,
  };
}

/** The outermost object in the text; lines that a mailer folded inside strings are joined. */
function parseObject(source: string): Readonly<Record<string, unknown>> {
  const start = source.indexOf("{");
  const end = endOfObject(source, start);
  if (start < 0 || end < 0) return {};
  try {
    return object(JSON.parse(source.slice(start, end + 1).replaceAll(/\r?\n/g, "")));
  } catch {
    return {};
  }
}

/** The brace that closes the one at `start`, strings skipped. */
function endOfObject(source: string, start: number): number {
  let depth = 0;
  let isString = false;
  for (let at = Math.max(start, 0); at < source.length; at += 1) {
    const c = source[at];
    if (isString) {
      if (c === "\\") at += 1;
      else if (c === '"') isString = false;
    } else if (c === '"') isString = true;
    else if (c === "{") depth += 1;
    else if (c === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
