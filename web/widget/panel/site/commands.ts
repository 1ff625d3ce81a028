/** The calls that a page makes on `ariane` beyond those of the loader: one line each. Fetched when the first is made. */
import type { Command } from "../../handle.ts";
import { redeemLink, type RedeemParts } from "./link.tsx";
import { type Callback, Identity, type IdentityParts } from "./identity.ts";

/** What the calls need; a new one adds what it needs. */
export type CommandParts = IdentityParts & RedeemParts;

type Call = (...values: readonly unknown[]) => void;

export function openCommands(parts: CommandParts): (command: Command) => void {
  const identity = new Identity(parts);
  addEventListener("storage", () => identity.storageChanged());
  const calls = new Map<string, Call>([
    ["loginUser", (ask, done) => identity.login(callbackOf(ask), callbackOf(done))],
    // Of the loader: a link stood in the page's address.
    ["redeem", (token) => void redeemLink(parts, String(token))],
    ["logoutUser", (done) => identity.logout(callbackOf(done))],
  ]);
  return ([verb, ...values]) => {
    const call = calls.get(verb);
    if (call !== undefined) call(...values);
    // oxlint-disable-next-line no-console -- integrators have no other place to look
    else console.warn("ariane:", "unknown", verb, ...values);
  };
}

/** Null: the page gave none. What it does wrong in it is its own affair: nothing of ours stops, and its console tells. */
const callbackOf = (value: unknown): Callback =>
  typeof value === "function" ? (...said) => queueMicrotask(() => value(...said)) : null;
