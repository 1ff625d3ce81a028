import type { DatabaseTroubleKind } from "../domain/health/database-troubles.ts";

/**
 * The database is in trouble; nothing is wrong with what was asked. Thrown by everything that asks it. Whether a commit
 * went through is then not known: who asks again does so by the same client id, and is done once.
 */
export class DatabaseTrouble extends Error {
  override readonly name = "DatabaseTrouble";
  readonly kind: DatabaseTroubleKind;
  /** For operators, with the cure. */
  readonly sentence: string;
  /** In PostgreSQL's own words, or those of the way to it; not for strangers. */
  readonly said: string;

  constructor(
    kind: DatabaseTroubleKind,
    { sentence, said }: { readonly sentence: string; readonly said: string },
    cause: unknown,
  ) {
    super(`${sentence} (${said})`, { cause });
    this.kind = kind;
    this.sentence = sentence;
    this.said = said;
  }
}

/** Whether what is stored can be read all the same. */
export const keepsReading = ({ kind }: DatabaseTrouble): boolean => kind === "disk-full" || kind === "read-only";
