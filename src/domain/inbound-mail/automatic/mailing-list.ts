/** Mail that came through a list or a mass mailing (RFC 2919, 2369): written to many, answered by nobody automatically. */
import { type ParsedMail, header, headerValues } from "../reading/parsed-mail.ts";

/** The list's id or the best name there is; null: not a list's. */
export function findListId(mail: ParsedMail): string | null {
  const id = header(mail, "list-id");
  if (id !== null) return (/<([^<>]{1,255})>/.exec(id)?.[1] ?? id).trim().toLowerCase() || "unnamed";
  const named = LIST_HEADERS.map((name) => header(mail, name)).find((value) => value !== null && value.trim() !== "");
  if (named !== undefined && named !== null) return named.slice(0, 255);
  return headerValues(mail, "precedence").some((value) => /^\s*list\b/i.test(value)) ? "unnamed" : null;
}

const LIST_HEADERS = [
  "list-post",
  "list-unsubscribe",
  "list-help",
  "mailing-list",
  "x-mailing-list",
  "x-mailinglist",
  "x-mailman-version",
  "x-listname",
  "x-loop-list",
];
