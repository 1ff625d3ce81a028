/** One variable of the environment. */
import type { Result } from "../domain/result.ts";

/** How it is read, and what its documentation says. */
export interface Variable<T> {
  readonly name: string;
  readonly description: string;
  /** The value where it is not set, and how the documentation words it. */
  readonly unset: T;
  readonly unsetInWords: string;
  readonly isSecret?: boolean;
  readonly parse: (text: string) => Result<T, string>;
}

/** Lets each one keep the type that its text is parsed to. */
export const variable = <T>(v: Variable<T>): Variable<T> => v;
