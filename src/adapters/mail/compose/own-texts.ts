/** The account's own words: read once they are saved, said in the mail, and never the reason that a mail does not leave. */
import { IntlMessageFormat } from "intl-messageformat";
import {
  MAIL_TEXT_AT_MOST,
  MAIL_TEXT_NAMES,
  MAIL_TEXT_PLACEHOLDERS,
  type MailTextFault,
  type MailTextName,
  type MailTexts,
} from "../../../domain/mail-settings/mail-texts.ts";
import { cleanText } from "./clean-text.ts";

/** What is wrong with the words of one language; null: nothing. */
export function findMailTextFault(texts: MailTexts, tag: string): MailTextFault | null {
  for (const text of MAIL_TEXT_NAMES) {
    const said = texts[text];
    const fault = said === null ? null : faultOf(text, said, tag);
    if (fault !== null) return fault;
  }
  return null;
}

/** Null: there is none, or it can no longer be said, and the shipped words stand in. */
export function sayOwn(
  text: string | null | undefined,
  tag: string,
  values: Readonly<Record<string, string | number>>,
): string | null {
  if (text === null || text === undefined) return null;
  try {
    const said = read(text, tag).format<string>({ ...values });
    const line = cleanText(Array.isArray(said) ? said.join("") : said);
    return line === "" ? null : line;
  } catch {
    // It was said when it was saved: what has changed since is ours, and the mail must leave.
    return null;
  }
}

const read = (text: string, tag: string): IntlMessageFormat =>
  new IntlMessageFormat(text, tag, undefined, { ignoreTag: true });

function faultOf(text: MailTextName, said: string, tag: string): MailTextFault | null {
  if (said.trim() === "") return { text, because: "empty", said: "" };
  if (said.length > MAIL_TEXT_AT_MOST[text])
    return { text, because: "too-long", said: String(MAIL_TEXT_AT_MOST[text]) };
  if (text === "subject" && /[\p{Cc}\u2028\u2029]/u.test(said)) return { text, because: "not-one-line", said: "" };
  try {
    const format = read(said, tag);
    const allowed = MAIL_TEXT_PLACEHOLDERS[text];
    const unknown = placeholdersIn(format.getAst()).find((name) => !allowed.includes(name));
    if (unknown !== undefined) return { text, because: "unknown-placeholder", said: unknown };
    // Some faults show only when it is said, such as a date that is no date.
    for (const count of [0, 1, 2, 5]) format.format({ brand: "Acme", author: "Léo", count });
    return null;
  } catch (error) {
    return { text, because: "unreadable", said: error instanceof Error ? error.message.slice(0, 200) : "" };
  }
}

type Ast = ReturnType<IntlMessageFormat["getAst"]>;

/** Every name in braces, at any depth of plurals and selections. */
function placeholdersIn(ast: Ast): readonly string[] {
  return ast.flatMap((element): readonly string[] => {
    const own =
      "value" in element && typeof element.value === "string" && element.type.valueOf() !== LITERAL
        ? [element.value]
        : [];
    const options = "options" in element ? Object.values(element.options) : [];
    return [...own, ...options.flatMap((option) => placeholdersIn(option.value))];
  });
}

/** The parser's number for plain text; every other element that has a text value is named by it. */
const LITERAL = 0;
