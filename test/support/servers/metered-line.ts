/**
 * A way to PostgreSQL that counts, at the wire and over all connections. A *round trip* begins with what a client says after
 * it has heard something (or at first): what leaves together, or without waiting for an answer, is one. A *statement* is
 * one Query or Execute message, `begin` and `commit` among them (PostgreSQL's manual, "Message Formats").
 */
import { type Relay, relay } from "./relay.ts";

export interface Tally {
  readonly roundTrips: number;
  readonly statements: number;
}

export interface MeteredLine<Connection> extends Pick<Relay, "close"> {
  /** The same database, by this way. */
  readonly connection: Connection;
  /** What has passed so far. */
  tally(): Tally;
}

export async function meteredLine<Connection extends { readonly host: string; readonly port: number }>(
  to: Connection,
): Promise<MeteredLine<Connection>> {
  let roundTrips = 0;
  let statements = 0;
  const { host, port, close } = await relay(to, () => {
    let hasHeard = true;
    const messages = countMessages(() => (statements += 1));
    return {
      fromClient(bytes) {
        if (hasHeard) roundTrips += 1;
        hasHeard = false;
        messages(bytes);
        return bytes;
      },
      fromServer(bytes) {
        hasHeard = true;
        return bytes;
      },
    };
  });
  return { connection: { ...to, host, port }, close, tally: () => ({ roundTrips, statements }) };
}

const QUERY = "Q".charCodeAt(0);
const EXECUTE = "E".charCodeAt(0);

/** Calls `isStatement` at each Query and Execute. The first message of a line has a length and no type. */
function countMessages(isStatement: () => void): (bytes: Buffer) => void {
  let held = Buffer.alloc(0);
  let typed = 0;
  return (bytes) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= typed + 4) {
      const end = typed + held.readInt32BE(typed);
      if (held.length < end) return;
      if (typed === 1 && (held[0] === QUERY || held[0] === EXECUTE)) isStatement();
      held = held.subarray(end);
      typed = 1;
    }
  };
}
