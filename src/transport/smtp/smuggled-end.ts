const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;

/**
 * Whether a mail holds a line with nothing but a dot whose line ends are not CR LF on both sides. Such a line is no end
 * of data for us, but it is for some servers, and then the rest would be taken for commands of whoever relayed it
 * ("SMTP smuggling", 2023). No honest program writes it.
 */
export function hasSmuggledEnd(raw: Uint8Array): boolean {
  for (let at = raw.indexOf(DOT); at !== -1; at = raw.indexOf(DOT, at + 1)) {
    const before = raw[at - 1];
    const after = raw[at + 1];
    const isAlone = (before === CR || before === LF) && (after === CR || after === LF);
    if (isAlone && !(raw[at - 2] === CR && before === LF && after === CR && raw[at + 2] === LF)) return true;
  }
  return false;
}
