/** Channels › Email: the keys that sign mail. HTTP under /api/admin/email. */
import { Type, type Static } from "typebox";
import { exact, InstantMs, MAX_ADDRESS_CHARS } from "../shared.ts";

const DomainName = Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS });

/** A key of a domain, with the DNS record that publishes it. The private half never leaves the server. */
export const DkimKeyView = exact({
  selector: Type.String(),
  /** prepared: waits for its record · active: signs · retired: its record stays until mail under way has arrived */
  state: Type.Union([Type.Literal("prepared"), Type.Literal("active"), Type.Literal("retired")]),
  madeAt: InstantMs,
  record: exact({ name: Type.String(), type: Type.Literal("TXT"), value: Type.String() }),
});
export type DkimKeyView = Static<typeof DkimKeyView>;

/** GET /dkim — a row a domain of the support addresses. */
export const DkimDomains = exact({
  domains: Type.Array(exact({ domain: DomainName, keys: Type.Array(DkimKeyView) })),
});
export type DkimDomains = Static<typeof DkimDomains>;

/** POST /dkim/keys makes the next key; DELETE /dkim/keys stops signing. Refusals: not-found, dkim-key-unknown. */
export const OfDomain = exact({ domain: DomainName });
export type OfDomain = Static<typeof OfDomain>;

/** POST /dkim/sign — the prepared key signs from now on. Refusals: dkim-not-published, dkim-key-unknown. */
export const SignWithDkim = exact({
  domain: DomainName,
  /** Although DNS, as this server sees it, does not show the record. */
  evenUnseen: Type.Boolean(),
});
export type SignWithDkim = Static<typeof SignWithDkim>;
