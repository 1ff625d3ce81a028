/** Who is at the other end: behind a proxy that is trusted, by what it says. */
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** What is read of a request. */
type Asking = Pick<IncomingMessage, "headers"> & { readonly socket: { readonly remoteAddress?: string | undefined } };

export interface Addresses {
  /** Whether this is a proxy of the operator's, who speaks for many. */
  isProxy(address: string): boolean;
  /** As `request.ip` says it of a request: the last address that is no proxy's. */
  of(request: Asking): string;
}

/** `proxies`: addresses and networks, as in the configuration. */
export function createAddresses(proxies: readonly string[]): Addresses {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
  };
  return {
    isProxy,
    of(request) {
      const peer = request.socket.remoteAddress ?? "";
      const forwarded = String(request.headers["x-forwarded-for"] ?? "");
      const way = [
        peer,
        ...forwarded
          .split(",")
          .map((each) => each.trim())
          .filter((each) => each !== "")
          .toReversed(),
      ];
      return way.find((address) => !isProxy(address)) ?? way.at(-1) ?? "";
    },
  };
}
