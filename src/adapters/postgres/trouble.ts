/** What a failure of PostgreSQL, or on the way to it, means to an operator. */
import type { DatabaseTroubleKind } from "../../domain/health/database-troubles.ts";
import { DatabaseTrouble } from "../../ports/database-trouble.ts";

/** By SQLSTATE, or its class where that says enough (PostgreSQL's manual, appendix A). */
const BY_STATE: ReadonlyMap<string, DatabaseTroubleKind> = new Map([
  ["08", "away"],
  // A session that stood still for too long, or was ended by somebody.
  ["25P03", "away"],
  ["57P01", "away"],
  ["57P02", "away"],
  ["57P03", "starting"],
  ["57P04", "away"],
  ["57P05", "away"],
  ["57014", "silent"],
  ["53100", "disk-full"],
  ["53200", "crowded"],
  ["53300", "crowded"],
  ["53400", "crowded"],
  ["25006", "read-only"],
  ["28", "shut-out"],
  ["3D000", "shut-out"],
  ["58030", "damaged"],
  ["XX001", "damaged"],
  ["XX002", "damaged"],
]);

/** By the system's name: on a connection to PostgreSQL nothing else can mean these. */
const AWAY = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "ERR_STREAM_DESTROYED",
]);

/** What the driver says in its own words, without a code. */
const BY_WORDS: readonly (readonly [RegExp, DatabaseTroubleKind])[] = [
  [/^timeout exceeded when trying to connect/, "crowded"],
  [/^Query read timeout/, "silent"],
  [/^Connection terminated due to connection timeout/, "silent"],
  [/^Connection terminated|^Client (was closed|has encountered a connection error)/, "away"],
  [/^the line gave no answer/, "silent"],
  [/^the line leads to a server that takes no writes/, "read-only"],
  [/No space left on device/, "disk-full"],
];

const SENTENCES: Readonly<Record<DatabaseTroubleKind, string>> = {
  away: "The database is not reached. Is PostgreSQL running, and does DATABASE_URL lead to it? We go on by ourselves once it answers.",
  starting: "The database is starting or stopping. We go on by ourselves once it takes connections.",
  silent: "The database does not answer in time. Look at its load and at the network on the way to it.",
  crowded: "The database has no place for more. Raise max_connections of PostgreSQL, or run fewer processes.",
  "disk-full":
    "The database has no room on its disk: nothing more can be stored. Make room there; we go on by ourselves.",
  "read-only":
    "The database takes no writes: a standby after a failover, or set read-only. Lead DATABASE_URL to the primary.",
  "shut-out": "The database does not let us in. Look at the role, the password and the database of DATABASE_URL.",
  damaged: "The database could not read or write its own files. Look at its disk, and at PostgreSQL's log.",
};

/** Null: it is no trouble of the database, but of what was asked. */
export function troubleOf(error: unknown): DatabaseTrouble | null {
  if (error instanceof DatabaseTrouble) return error;
  if (!(error instanceof Error)) return null;
  const kind = kindOf(error);
  return kind === null ? null : new DatabaseTrouble(kind, { sentence: SENTENCES[kind], said: wordsOf(error) }, error);
}

function kindOf(error: Error): DatabaseTroubleKind | null {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const worded = BY_WORDS.find(([words]) => words.test(error.message))?.[1] ?? null;
  // "could not write: No space left on device" has many codes.
  if (worded === "disk-full") return worded;
  if (AWAY.has(code)) return "away";
  return BY_STATE.get(code) ?? (/^[0-9A-Z]{5}$/.test(code) ? BY_STATE.get(code.slice(0, 2)) : undefined) ?? worded;
}

/** Several addresses of one name fail together, and their error says nothing itself. */
const wordsOf = (error: Error): string =>
  error instanceof AggregateError && error.message === ""
    ? error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join("; ")
    : error.message;
