/** Where a brand's widget was asked for: a page says its origin, and nothing of who looks at it. */
import type { BrandId, Instant } from "../ids.ts";

export interface Sighting {
  readonly brandId: BrandId;
  /** As the browser sent it. */
  readonly origin: string;
  readonly at: Instant;
  /** It is not among the allowed origins. */
  readonly isRefused: boolean;
}

/** Of a brand; older ones are forgotten: anybody can make origins up. As many as it may allow. */
export const SIGHTINGS_AT_MOST = 100;

/** A longer one is no site's: a host name has 253 characters at most (RFC 1035 §2.3.4). */
export const MAX_ORIGIN_CHARS = 300;
