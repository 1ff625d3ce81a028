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
    if (!isLineEnd(raw[at + 1]) || !(at === 0 || isLineEnd(raw[at - 1]))) continue;
    // The first line follows the CR LF of the command.
    const beginsWell = at === 0 || (raw[at - 2] === CR && raw[at - 1] === LF);
    const endsWell = raw[at + 1] === CR && raw[at + 2] === LF;
    if (!beginsWell || !endsWell) return true;
  }
  return false;
}

const isLineEnd = (byte: number | undefined): boolean => byte === CR || byte === LF;
