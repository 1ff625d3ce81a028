/**
 * A way to PostgreSQL that breaks at one statement, counted over all connections from the moment that a test says so: a
 * Query or Execute message is one (`metered-line.ts`).
 */
import { type Messages, messagesIn, STATEMENTS } from "./pg-messages.ts";
import type { Connection } from "../servers/database.ts";
import { type Relay, relay } from "../servers/relay.ts";

/** `unheard`: the server never hears it. `unanswered`: it does, and carries it out; nobody hears its answer. */
export type Cut = "unheard" | "unanswered";

export interface CuttingLine extends Pick<Relay, "close"> {
  /** The same database, by this way. */
  readonly connection: Connection;
  /** The statement with this number from now on, from 1, breaks its connection. */
  cutAt(number: number, how: Cut): void;
  /** As ever again. Answers whether there was such a statement. */
  mend(): boolean;
}

/** What comes after a statement on its connection: PostgreSQL is ready for the next. */
const READY = "Z".charCodeAt(0);

export async function cuttingLine(to: Connection): Promise<CuttingLine> {
  const NEVER = { left: Number.POSITIVE_INFINITY, how: "unheard" as Cut };
  let plan = NEVER;
  let isCut = false;
  const { host, port, close } = await relay(to, (end) => {
    let asked = 0;
    let ready = 0;
    /** So many answers still come through; then the line ends. */
    let last = Number.POSITIVE_INFINITY;
    const fromClient: Messages = messagesIn(false, (type) => {
      if (!STATEMENTS.has(type)) return true;
      plan.left -= 1;
      if (plan.left !== 0) {
        asked += 1;
        return true;
      }
      isCut = true;
      if (plan.how === "unanswered") {
        last = asked;
        return true;
      }
      end();
      return false;
    });
    const fromServer: Messages = messagesIn(true, (type) => {
      // The first is of the connection itself.
      if (type === READY) ready += 1;
      if (type === READY && ready > last + 1) end();
      return ready <= last;
    });
    return { fromClient, fromServer };
  });
  return {
    connection: { ...to, host, port },
    close,
    cutAt(number, how) {
      isCut = false;
      plan = { left: number, how };
    },
    mend() {
      plan = NEVER;
      return isCut;
    },
  };
}
