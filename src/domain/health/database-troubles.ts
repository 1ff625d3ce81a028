/** What keeps the database from doing what it was asked. */
export const DATABASE_TROUBLES = [
  /** It cannot be reached, or the connection ended. */
  "away",
  /** It is starting, stopping or recovering. */
  "starting",
  /** It did not answer in time. */
  "silent",
  /** It has no place for us, or all of ours were taken for too long. */
  "crowded",
  /** There is no room where it writes: what it has can be read. */
  "disk-full",
  /** It takes no writes: a standby, or set so. What it has can be read. */
  "read-only",
  /** It does not let us in. */
  "shut-out",
  /** It could not read or write its own files. */
  "damaged",
] as const;
export type DatabaseTroubleKind = (typeof DATABASE_TROUBLES)[number];
