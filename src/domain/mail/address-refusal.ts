import { type AddressRefusal, parseEmailAddress } from "./email-address.ts";
import type { EmailAddress } from "../ids.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result, unreachable } from "../result.ts";

/** An address that somebody typed, in lower case as we keep those of agents and brands; or the refusal that a form shows. */
export function requireAddress(typed: string): Result<EmailAddress, Refusal> {
  const parsed = parseEmailAddress(typed.toLowerCase());
  return parsed.ok ? ok(parsed.value) : refuseAddress(parsed.error);
}

/** The reason why an address was refused, as a refusal with what a form names. */
export function refuseAddress(fault: AddressRefusal): Result<never, Refusal> {
  switch (fault.code) {
    case "non-ascii":
      return refuse("address-non-ascii", "The address holds characters that mail systems refuse.", {
        characters: fault.characters.join(" "),
      });
    case "too-long":
      return refuse("address-too-long", "The address is longer than RFC 5321 allows.");
    case "empty":
    case "shape":
      return refuse("address-shape", "This is not an e-mail address.");
    default:
      return unreachable(fault);
  }
}
