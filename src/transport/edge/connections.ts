/** How many connections one network may have, before anything is read of them. */
import type { Server } from "node:http";
import type { Addresses } from "./addresses.ts";
import type { Allowances } from "./allowances.ts";
import { createShares } from "./shares.ts";

/** Hangs up on whoever has too many. A proxy of the operator's brings everybody: its requests are counted by whom they are from. */
export function limitConnections(server: Server, addresses: Addresses, most: Allowances["connections"]): void {
  const connections = createShares(most);
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "";
    if (addresses.isProxy(address)) return;
    const holding = connections.open(address);
    if (!holding.take(1)) {
      socket.destroy();
      return;
    }
    socket.once("close", () => holding.end());
  });
}
