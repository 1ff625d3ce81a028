/** Channels › Email of the admin center: the support addresses of the brands. */
import { Type, type Static } from "typebox";
import { exact, MAX_ADDRESS_CHARS, Uuid } from "../shared.ts";

/** GET, POST /api/admin/email — Channels › Email; PUT, DELETE /api/admin/email/:id. */
export const SupportAddress = exact({
  id: Uuid,
  brandId: Uuid,
  address: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
  isDefault: Type.Boolean(),
});
export type SupportAddress = Static<typeof SupportAddress>;
export const SaveSupportAddress = exact({
  brandId: Uuid,
  address: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
});
export type SaveSupportAddress = Static<typeof SaveSupportAddress>;
export const SupportAddresses = exact({ addresses: Type.Array(SupportAddress) });
export type SupportAddresses = Static<typeof SupportAddresses>;
