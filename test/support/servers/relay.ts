/** A way to a server by a port of our own, on which a test sees and changes what passes. */
import { connect, createServer, type Socket } from "node:net";

/** One line that is open. What comes in is handed on as it answers; null: it is swallowed. */
export interface RelayedLine {
  fromClient(bytes: Buffer): Buffer | null;
  fromServer(bytes: Buffer): Buffer | null;
}

export interface Relay {
  readonly host: string;
  readonly port: number;
  /** Lines that are open now. */
  readonly open: () => number;
  close(): void;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

/** `to` is asked at each new line; its host may be the folder of a PostgreSQL socket. A line is given what ends it, without a word to either side. */
export async function relay(to: Place | (() => Place), newLine: (end: () => void) => RelayedLine): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    sockets.add(near);
    const { host, port } = typeof to === "function" ? to() : to;
    const far = connect(host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
    const end = (): void => {
      sockets.delete(near);
      near.destroy();
      far.destroy();
    };
    const line = newLine(end);
    near.setNoDelay(true);
    pass(near, far, (bytes) => line.fromClient(bytes));
    pass(far, near, (bytes) => line.fromServer(bytes));
    for (const each of [near, far]) each.on("close", end).on("error", end);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    host: "127.0.0.1",
    port: typeof address === "object" && address !== null ? address.port : 0,
    open: () => sockets.size,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function pass(from: Socket, to: Socket, change: (bytes: Buffer) => Buffer | null): void {
  from.on("data", (bytes: Buffer) => {
    const passed = change(bytes);
    if (passed !== null) to.write(passed);
  });
}
