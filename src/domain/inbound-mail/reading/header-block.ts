/** The lines of a mail before its first blank line, read tolerantly: broken lines are skipped, never fatal. */

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Unfolded, trimmed, one line. */
  readonly value: string;
}

interface HeaderBlock {
  readonly fields: readonly HeaderField[];
  /** Index into the text where what follows the blank line begins; the length of the text when nothing does. */
  readonly bodyAt: number;
}

/** Reads the header lines at the start of `text` (from `start`), stopping after `maxFields`. Linear in the length of the text. */
export function parseHeaderBlock(text: string, start = 0, maxFields = 2_000): HeaderBlock {
  const fields: { name: string; parts: string[] }[] = [];
  let at = start;
  while (at < text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    const line =
      text.charCodeAt(end - 1) === CARRIAGE_RETURN && end > at ? text.slice(at, end - 1) : text.slice(at, end);
    at = newline < 0 ? text.length : newline + 1;
    if (line.trim() === "") break;
    addLine(fields, line, maxFields);
  }
  return { fields: fields.map(({ name, parts }) => ({ name, value: oneLine(parts.join(" ")) })), bodyAt: at };
}

/** Collects fields by name, keeping the order of their values. */
export function groupByName(fields: readonly HeaderField[]): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const values = grouped.get(name);
    if (values === undefined) grouped.set(name, [value]);
    else values.push(value);
  }
  return grouped;
}

const CARRIAGE_RETURN = 13;
/** RFC 5322 §2.2: printable US-ASCII without the colon. */
const FIELD_NAME = /^[!-9;-~]{1,200}$/;

function addLine(fields: { name: string; parts: string[] }[], line: string, maxFields: number): void {
  const last = fields.at(-1);
  if (line.startsWith(" ") || line.startsWith("\t")) {
    last?.parts.push(line.trim());
    return;
  }
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(colon, 0)).trimEnd();
  if (!FIELD_NAME.test(name) || fields.length >= maxFields) return;
  fields.push({ name: name.toLowerCase(), parts: [line.slice(colon + 1).trim()] });
}

/** Control characters, line ends first of all, become spaces: a value copied on can never start a new line. */
function oneLine(value: string): string {
  return value.replaceAll(/\p{Cc}/gu, " ").trim();
}
