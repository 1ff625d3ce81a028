/** Channels › Email of the admin center: the keys that sign mail. */
import { Type, type Static } from "typebox";
import { DKIM_KEY_STATES } from "../../src/domain/mail-settings/dkim.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, MAX_ADDRESS_CHARS } from "../shared.ts";

const DomainName = Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS });

/** A key of a domain, with the DNS record that publishes it. The private half never leaves the server. */
export const DkimKeyView = exact({
  selector: Type.String(),
  state: Type.Enum(DKIM_KEY_STATES),
  madeAt: InstantMs,
  record: exact({ name: Type.String(), type: Type.Literal("TXT"), value: Type.String() }),
});
export type DkimKeyView = Static<typeof DkimKeyView>;

/** A domain of the support addresses. */
export const DkimDomain = exact({ domain: DomainName, keys: list(DkimKeyView) });
export type DkimDomain = Static<typeof DkimDomain>;

export const dkimApi = {
  /** The newest key of each domain first. */
  list: route({
    method: "GET",
    path: "/api/admin/email/dkim",
    who: "admin",
    answer: exact({ domains: list(DkimDomain) }),
  }),
  /** Makes the next key. `not-found`: no support address has this domain. */
  makeKey: route({
    method: "POST",
    path: "/api/admin/email/dkim/keys",
    who: "admin",
    body: exact({ domain: DomainName }),
    refusals: ["not-found"],
  }),
  /** Mail leaves unsigned by us from now on. */
  stop: route({
    method: "DELETE",
    path: "/api/admin/email/dkim/keys",
    who: "admin",
    body: exact({ domain: DomainName }),
    refusals: ["dkim-key-unknown"],
  }),
  /** The prepared key signs from now on. */
  sign: route({
    method: "POST",
    path: "/api/admin/email/dkim/sign",
    who: "admin",
    body: exact({
      domain: DomainName,
      /** Although DNS, as this server sees it, does not show the record. */
      evenUnseen: Type.Boolean(),
    }),
    refusals: ["dkim-not-published", "dkim-key-unknown"],
  }),
};
