/** What may be a password: long enough, and not what everybody tries first. Nothing else is asked (NIST SP 800-63B-4). */
import { type Refusal, refuse } from "../refusal.ts";
import { DEMO_SIGN_IN } from "../settings/demo.ts";
import { ok, type Result } from "../result.ts";

/** Code points after NFKC. Guessing is limited by the hour, so that length is worth more than kinds of letters. */
export const MIN_PASSWORD_CHARS = 12;
/** A sentence fits four times; longer ones cost work and add nothing. */
export const MAX_PASSWORD_CHARS = 256;

/** What keyboards and alphabets give to a finger that slides. */
const ROWS = ["0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "azertyuiop", "qwertzuiop"];

/** The same password, however a keyboard composed its letters. */
export const normalPassword = (given: string): string => given.normalize("NFKC");

/**
 * Whether this may be a password of somebody who is called `own` (names, addresses, the account): the texts that a list of
 * common passwords is still to be asked about. Refuses password-too-short, password-too-long, password-own.
 */
export function decidePassword(given: string, own: readonly string[]): Result<readonly string[], Refusal> {
  const password = normalPassword(given);
  const length = Array.from(password).length;
  if (length < MIN_PASSWORD_CHARS) {
    return refuse("password-too-short", `At least ${MIN_PASSWORD_CHARS} characters.`, { least: MIN_PASSWORD_CHARS });
  }
  if (length > MAX_PASSWORD_CHARS) {
    return refuse("password-too-long", `At most ${MAX_PASSWORD_CHARS} characters.`, { most: MAX_PASSWORD_CHARS });
  }
  if (password === DEMO_SIGN_IN.password) return commonPassword();
  const guesses = guessesFor(password);
  const known = new Set(own.flatMap(namesIn));
  if (guesses.some((guess) => known.has(bare(guess)))) {
    return refuse("password-own", "This is a name or an address that everybody knows.");
  }
  return guesses.some(isRow) ? commonPassword() : ok(guesses);
}

/** Refuses what stands in the list, or as good as does. */
export const commonPassword = (): Result<never, Refusal> =>
  refuse("password-common", "This is among the first passwords that anybody tries.");

/** The whole of it; what is written in it over and over; and a word to which no more was added than it is long. */
function guessesFor(password: string): readonly string[] {
  const whole = password.toLowerCase();
  const once = repeated(whole);
  const core = once.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return [...new Set([whole, once, ...(core.length * 2 >= once.length ? [core] : [])])];
}

/** The shortest piece that the text is made of again and again; the text itself where there is none. */
function repeated(text: string): string {
  const period = (text + text).indexOf(text, 1);
  return text.slice(0, period);
}

/** Letters and digits alone: `Acme Lamps` is `acme-lamps`. */
const bare = (text: string): string =>
  normalPassword(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/** An address is known whole, and by what stands before its @. */
const namesIn = (own: string): readonly string[] =>
  [own, own.split("@")[0] ?? ""].map(bare).filter((name) => name !== "");

/** One letter over and over, or a row of the keyboard from anywhere and around. */
const isRow = (text: string): boolean =>
  Array.from(text).length === 1 ||
  ROWS.some((row) => row.repeat(Math.ceil(text.length / row.length) + 1).includes(text));
