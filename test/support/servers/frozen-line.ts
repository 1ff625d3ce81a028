/** A way to PostgreSQL on which lines go silent without being closed, as behind a firewall that forgot them. */
import { connect, createServer, type Socket } from "node:net";
import type { Connection } from "./database.ts";

export interface FrozenLine {
  /** The same database, by this way. */
  readonly connection: Connection;
  /** Lines that are open now. */
  readonly open: () => number;
  /** Every line that is open hears and says nothing more; nobody is told. New ones are as ever. */
  freeze(): void;
  /** New lines are taken, and never answered. */
  swallowNew(isSwallowing: boolean): void;
  /** What clients say is changed on its way. */
  garble(how: (bytes: Buffer) => Buffer): void;
  close(): void;
}

const asItIs = (bytes: Buffer): Buffer => bytes;

export async function frozenLine(to: Connection): Promise<FrozenLine> {
  const lines = new Set<{ readonly socket: Socket; isFrozen: boolean }>();
  let garbled = asItIs;
  let swallows = false;
  const server = createServer((socket) => {
    const line = { socket, isFrozen: swallows };
    lines.add(line);
    const far = connect(to.host.startsWith("/") ? { path: `${to.host}/.s.PGSQL.${to.port}` } : to);
    socket.on("data", (bytes: Buffer) => void (line.isFrozen || far.write(garbled(bytes))));
    far.on("data", (bytes: Buffer) => void (line.isFrozen || socket.write(bytes)));
    const end = (): void => {
      lines.delete(line);
      socket.destroy();
      far.destroy();
    };
    for (const each of [socket, far]) each.on("close", end).on("error", end);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    connection: { ...to, host: "127.0.0.1", port },
    open: () => lines.size,
    freeze() {
      for (const line of lines) line.isFrozen = true;
    },
    swallowNew(isSwallowing) {
      swallows = isSwallowing;
    },
    garble(how) {
      garbled = how;
    },
    close() {
      for (const { socket } of lines) socket.destroy();
      server.close();
    },
  };
}
