import type { BrandId, EmailAddress, SupportAddressId } from "../ids.ts";

/** An address of a brand: its mail comes in there, and goes out from the default one. */
export interface SupportAddress {
  readonly id: SupportAddressId;
  readonly brandId: BrandId;
  readonly address: EmailAddress;
  readonly isDefault: boolean;
}

interface Placed {
  readonly brandId: BrandId;
  readonly isDefault: boolean;
}

/**
 * The same addresses with exactly one default for each brand that has any: the one it had, else the first.
 * The brand's mail comes from its default.
 */
export function withOneDefaultEach<T extends Placed>(addresses: readonly T[]): readonly T[] {
  const defaults = new Map<BrandId, T>();
  for (const address of addresses) {
    const chosen = defaults.get(address.brandId);
    if (chosen === undefined || (address.isDefault && !chosen.isDefault)) defaults.set(address.brandId, address);
  }
  return addresses.map((address) => ({ ...address, isDefault: defaults.get(address.brandId) === address }));
}
