/** Which pages may speak to us: our own, and for the widget those that an admin allowed. */
import type { Brand } from "../../domain/settings/brand.ts";

/** Settings change rarely and a doorbell tells; this bounds what a lost notice can cost. */
const KEPT_FOR_MS = 5_000;

export interface Origins {
  /** Our own pages: the host that the browser asked for, or the public URL. */
  isOwn(origin: string | undefined, host: string | undefined): boolean;
  /** A page that may carry the widget of some brand. */
  mayCarryWidget(origin: string | undefined, host: string | undefined): Promise<boolean>;
  /** Settings changed: ask the database again. */
  forget(): void;
}

export function createOrigins(options: {
  readonly publicUrl: () => string;
  readonly loadBrands: () => Promise<readonly Brand[]>;
}): Origins {
  let allowed: { readonly origins: ReadonlySet<string>; readonly until: number } | null = null;
  const isOwn: Origins["isOwn"] = (origin, host) =>
    origin !== undefined && (origin === options.publicUrl() || hostOf(origin) === host);
  return {
    isOwn,
    async mayCarryWidget(origin, host) {
      if (origin === undefined) return false;
      if (isOwn(origin, host)) return true;
      if (allowed === null || allowed.until < performance.now()) {
        const brands = await options.loadBrands();
        allowed = {
          origins: new Set(brands.flatMap((brand) => brand.allowedOrigins)),
          until: performance.now() + KEPT_FOR_MS,
        };
      }
      return allowed.origins.has(origin);
    },
    forget() {
      allowed = null;
    },
  };
}

/** The host of an origin such as `https://shop.example:8443`; null: it is none. */
function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
