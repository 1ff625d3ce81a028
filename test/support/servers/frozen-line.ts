/** A way to PostgreSQL on which lines go silent without being closed, as behind a firewall that forgot them. */
import type { Connection } from "./database.ts";
import { type Relay, relay } from "./relay.ts";

export interface FrozenLine extends Pick<Relay, "open" | "close"> {
  /** The same database, by this way. */
  readonly connection: Connection;
  /** Every line that is open hears and says nothing more; nobody is told. New ones are as ever. */
  freeze(): void;
  /** New lines are taken, and never answered. */
  swallowNew(isSwallowing: boolean): void;
  /** New lines lead there: another server has taken over the name. Those that are open stay where they are. */
  moveTo(another: Connection): void;
  /** What clients say is changed on its way. */
  garble(how: (bytes: Buffer) => Buffer): void;
}

const asItIs = (bytes: Buffer): Buffer => bytes;

export async function frozenLine(to: Connection): Promise<FrozenLine> {
  const lines = new Set<{ isFrozen: boolean }>();
  let garbled = asItIs;
  let swallows = false;
  let target = to;
  const { host, port, open, close } = await relay(
    () => target,
    () => {
      const line = { isFrozen: swallows };
      lines.add(line);
      return {
        fromClient: (bytes) => (line.isFrozen ? null : garbled(bytes)),
        fromServer: (bytes) => (line.isFrozen ? null : bytes),
      };
    },
  );
  return {
    connection: { ...to, host, port },
    open,
    close,
    freeze() {
      for (const line of lines) line.isFrozen = true;
    },
    swallowNew(isSwallowing) {
      swallows = isSwallowing;
    },
    moveTo(another) {
      target = another;
    },
    garble(how) {
      garbled = how;
    },
  };
}
