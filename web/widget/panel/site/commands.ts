/** The calls that a page makes on `ariane` beyond those of the loader: one case each. */
import type { Command } from "../../handle.ts";
import { redeemLink, type RedeemParts } from "./link.tsx";
import { type Callback, Identity, type IdentityParts } from "./identity.ts";

/** What the calls need; a new one adds what it needs. */
type CommandParts = IdentityParts & RedeemParts;

export function openCommands(parts: CommandParts): (command: Command) => void {
  const identity = new Identity(parts);
  return ([verb, first, second]) => {
    switch (verb) {
      case "loginUser":
        return identity.login(callbackOf(first), callbackOf(second));
      case "logoutUser":
        return identity.logout(callbackOf(first));
      // Of the loader: a link stood in the page's address.
      case "redeem":
        return void redeemLink(parts, String(first));
      default:
        // oxlint-disable-next-line no-console -- integrators have no other place to look
        return console.warn("ariane:", "unknown", verb, first);
    }
  };
}

/** Null: the page gave none. What it does wrong in it is its own affair: nothing of ours stops, and its console tells. */
const callbackOf = (value: unknown): Callback =>
  typeof value === "function" ? (...said) => queueMicrotask(() => value(...said)) : null;
