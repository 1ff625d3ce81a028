/** What a program for tables would take for a formula: it would be run by whoever opens the file (OWASP, CSV injection). */
const FORMULA = /^[\s]*[=+\-@\t\r\n|%＝＋－＠]/;

/** Rows as RFC 4180 writes them. What strangers wrote stays text in every program: a formula gets an apostrophe before it. */
export const csvOf = (rows: readonly (readonly (string | null)[])[]): string =>
  rows.map((row) => `${row.map((cell) => cellOf(cell ?? "")).join(",")}\r\n`).join("");

const cellOf = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
