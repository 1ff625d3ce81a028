/** How often a password may be guessed. Only failures count; a browser that has signed in before counts for itself. */
import { type Millis, millis, MINUTE } from "../ids.ts";

/** Failures of one kind: at most so many in a window. */
export interface Counter {
  readonly key: string;
  readonly most: number;
  readonly within: Millis;
}

/** Long enough to make guessing hopeless, short enough to wait for. */
const WINDOW: Millis = millis(15 * MINUTE);
/** Nobody mistypes a password oftener. */
const AN_ADDRESS_AND_NETWORK = 10;
/** Whoever owns many networks still guesses at one person no faster than this; it locks out new browsers only. */
const AN_ADDRESS = 30;
/** An office behind one address mistypes together; who tries one password on every name stops here. */
const A_NETWORK = 50;

/**
 * What a guess counts for. `browser`: the id of one that this person has signed in with before; null: of a stranger.
 * Strangers lock out strangers: nothing that they do is counted where that browser's failures are.
 */
export function countersOf(guess: {
  readonly email: string;
  readonly network: string;
  readonly browser: string | null;
}): readonly Counter[] {
  const email = guess.email.trim().toLowerCase();
  if (guess.browser !== null) {
    return [{ key: `sign-in-browser:${guess.browser}:${email}`, most: AN_ADDRESS_AND_NETWORK, within: WINDOW }];
  }
  return [
    { key: `sign-in-network:${guess.network}`, most: A_NETWORK, within: WINDOW },
    { key: `sign-in:${email}:${guess.network}`, most: AN_ADDRESS_AND_NETWORK, within: WINDOW },
    { key: `sign-in:${email}`, most: AN_ADDRESS, within: WINDOW },
  ];
}
