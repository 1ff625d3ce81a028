/** Channels › Email of the admin center: the support addresses of the brands. */
import { Type, type Static } from "typebox";
import { route } from "../route.ts";
import { ADDRESS_REFUSALS, exact, list, MAX_ADDRESS_CHARS, Uuid } from "../shared.ts";

const Address = Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS });

export const SupportAddress = exact({ id: Uuid, brandId: Uuid, address: Address, isDefault: Type.Boolean() });
export type SupportAddress = Static<typeof SupportAddress>;

const SaveSupportAddress = exact({ brandId: Uuid, address: Address });

export const supportAddressesApi = {
  list: route({
    method: "GET",
    path: "/api/admin/email",
    who: "admin",
    answer: exact({ addresses: list(SupportAddress) }),
  }),
  /** A brand's first is its default. `not-found`: there is no such brand. */
  add: route({
    method: "POST",
    path: "/api/admin/email",
    who: "admin",
    body: SaveSupportAddress,
    answer: exact({ id: Uuid }),
    status: 201,
    refusals: ["not-found", "email-taken", ...ADDRESS_REFUSALS],
  }),
  change: route({
    method: "PUT",
    path: "/api/admin/email/:id",
    who: "admin",
    params: { id: Uuid },
    body: SaveSupportAddress,
    refusals: ["not-found", "email-taken", ...ADDRESS_REFUSALS],
  }),
  /** Another one of the brand becomes its default. The last of all may go too. */
  remove: route({
    method: "DELETE",
    path: "/api/admin/email/:id",
    who: "admin",
    params: { id: Uuid },
    refusals: ["not-found"],
  }),
};
