/** What keeps the database from doing what it was asked. */
export type DatabaseTroubleKind =
  /** It cannot be reached, or the connection ended. */
  | "away"
  /** It is starting, stopping or recovering. */
  | "starting"
  /** It did not answer in time. */
  | "silent"
  /** It has no place for us, or all of ours were taken for too long. */
  | "crowded"
  /** There is no room where it writes: what it has can be read. */
  | "disk-full"
  /** It takes no writes: a standby, or set so. What it has can be read. */
  | "read-only"
  /** It does not let us in. */
  | "shut-out"
  /** It could not read or write its own files. */
  | "damaged";

/**
 * The database is in trouble; nothing is wrong with what was asked. Thrown by everything that asks it. Whether a commit
 * went through is then not known: who asks again does so by the same client id, and is done once. The message is a sentence
 * for operators, with the cure; whoever is refused is told less.
 */
export class DatabaseTrouble extends Error {
  override readonly name = "DatabaseTrouble";
  readonly kind: DatabaseTroubleKind;

  constructor(kind: DatabaseTroubleKind, sentence: string, cause: unknown) {
    super(sentence, { cause });
    this.kind = kind;
  }
}
