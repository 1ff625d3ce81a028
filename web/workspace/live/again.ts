/** When a question that was not answered is asked again by itself. */
import { refusalOf } from "../api.ts";

/** No line, or a server in trouble of its own: a person sees soon that it is so. */
const IN_A_MOMENT: ReadonlySet<string> = new Set(["offline", "server-trouble"]);
const MOMENTS = 3;
/** The database is away: it comes back by itself, within minutes, and the page with it. */
const IN_A_WHILE = "unavailable";
const WHILES = 60;

/** `tries`: so many have failed. */
export function isAskedAgain(tries: number, error: unknown): boolean {
  const { code } = refusalOf(error);
  return tries < (IN_A_MOMENT.has(code) ? MOMENTS : code === IN_A_WHILE ? WHILES : 0);
}

/** Milliseconds until then; no longer than the server says (`Retry-After` of `unavailable`). */
export const askedAgainIn = (tries: number): number => Math.min(5_000, 1_000 * 2 ** tries);
