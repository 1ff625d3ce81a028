/** How long what has served its purpose is kept (product.md §12.4, ADR 0023). Conversations are never among it. */
import { DAY, type Millis, millis } from "../ids.ts";

interface Keeping {
  readonly what: string;
  /** Counted from when it ended, or came where nothing ends it. */
  readonly keptFor: Millis;
  /** Rows that one transaction takes: it is over in a blink, and holds nothing that somebody waits for. */
  readonly atOnce: number;
}

const ROWS_AT_ONCE = 500;
/** A mail may have 35 MB, in pieces of 2 KB each of which is a row. */
const MAILS_AT_ONCE = 20;

/** A question about a mail, a delivery or a trigger comes within a quarter, or never. */
const A_QUARTER = millis(90 * DAY);
/** By then every departure that it tells of has been acted on, and the longest window is over. */
const A_DAY = millis(DAY);
/** A grant by a link lasts 30 days from its last use, and goes with the link's row (ADR 0022): twice that, to be sure. */
const LONGER_THAN_GRANTS = millis(60 * DAY);
const A_YEAR = millis(365 * DAY);
/** Whoever comes back with an old cookie has had a month to tell us of clocks that went wrong. */
const A_MONTH = millis(30 * DAY);

/** Everything that ends by time alone. */
export const KEEPINGS = [
  // The bytes as they came: what was posted of them stays, and so does who wrote when.
  { what: "raw-mail", keptFor: A_QUARTER, atOnce: MAILS_AT_ONCE },
  // Expired or ended; with each goes a visitor who never wrote.
  { what: "widget-sessions", keptFor: A_MONTH, atOnce: ROWS_AT_ONCE },
  { what: "agent-sessions", keptFor: A_DAY, atOnce: ROWS_AT_ONCE },
  { what: "mail-links", keptFor: LONGER_THAN_GRANTS, atOnce: ROWS_AT_ONCE },
  { what: "password-resets", keptFor: A_DAY, atOnce: ROWS_AT_ONCE },
  { what: "connections", keptFor: A_DAY, atOnce: ROWS_AT_ONCE },
  { what: "rate-windows", keptFor: A_DAY, atOnce: ROWS_AT_ONCE },
  // Those that failed for good, long after Health has shown them; the others go when they are done.
  { what: "dead-jobs", keptFor: A_QUARTER, atOnce: ROWS_AT_ONCE },
  // What servers said at each try; what became of the mail stays with its delivery.
  { what: "delivery-attempts", keptFor: A_QUARTER, atOnce: ROWS_AT_ONCE },
  // What a yearly review looks back on; who signed in from where is not kept for longer.
  { what: "audit-events", keptFor: A_YEAR, atOnce: ROWS_AT_ONCE },
  { what: "trigger-firings", keptFor: A_QUARTER, atOnce: ROWS_AT_ONCE },
] as const satisfies readonly Keeping[];

export type Perishable = (typeof KEEPINGS)[number]["what"];

/** How often what has perished is looked for: a day more or less matters to nobody. */
export const FORGETS_EVERY: Millis = millis(DAY);
