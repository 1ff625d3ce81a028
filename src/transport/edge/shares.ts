/** What there is only so much of (bytes, connections, sockets), and how much of it one network may hold at a time. */
import { networkOf, widerNetworkOf } from "../../domain/network.ts";

/** How much of something there is: in all, for one network, and for the wider one around it. */
export interface Portion {
  readonly all: number;
  readonly network: number;
  readonly wider: number;
}

export interface Shares {
  /** What somebody at this address holds from now on: nothing yet. */
  open(address: string): Holding;
  /** How much is held, by all together. */
  held(): number;
}

/** What one request, connection or socket holds. */
export interface Holding {
  /** Takes so much more. False: there is not so much left, and nothing was taken. */
  take(amount: number): boolean;
  /** Gives so much back. */
  give(amount: number): void;
  /** Gives all of it back. Safe to repeat. */
  end(): void;
}

/** Of this process: memory and sockets are its own. */
export function createShares(most: Portion): Shares {
  const networks = new Map<string, number>();
  let all = 0;
  const ofNetwork = (network: string): number => networks.get(network) ?? 0;
  const add = (network: string, amount: number): void => {
    const left = ofNetwork(network) + amount;
    if (left === 0) networks.delete(network);
    else networks.set(network, left);
  };
  return {
    held: () => all,
    open(address) {
      const [network, wider] = [networkOf(address), `around ${widerNetworkOf(address)}`];
      let own = 0;
      const change = (amount: number): void => {
        own += amount;
        all += amount;
        add(network, amount);
        add(wider, amount);
      };
      return {
        take(amount) {
          const isFree =
            all + amount <= most.all &&
            ofNetwork(network) + amount <= most.network &&
            ofNetwork(wider) + amount <= most.wider;
          if (isFree) change(amount);
          return isFree;
        },
        give: (amount) => change(-Math.min(amount, own)),
        end: () => change(-own),
      };
    },
  };
}
