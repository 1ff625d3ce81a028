/** Which pages may speak to us: our own, and for the widget those that an admin allowed. */
import type { Brand } from "../../domain/settings/brand.ts";
import { isLoopback } from "../../domain/settings/loopback.ts";
import { isOurHost } from "./hosts.ts";

/** Settings change rarely and a doorbell tells; this bounds what a lost notice can cost. */
const KEPT_FOR_MS = 5_000;

export interface Origins {
  /** The name that was asked for is one of ours. */
  answersFor(host: string | undefined): boolean;
  /** Our own pages: under the public URL, or on this machine under the very host that the browser asked for. */
  isOwn(origin: string | undefined, host: string | undefined): boolean;
  /** A page that may carry the widget of some brand. */
  mayCarryWidget(origin: string | undefined, host: string | undefined): Promise<boolean>;
  /** A page has asked for a brand's widget, as the request names it; `isRefused`: it may not carry any. */
  noteSighting(asked: unknown, origin: string, isRefused: boolean): void;
  /** Settings changed: ask the database again. */
  forget(): void;
}

export function createOrigins(options: {
  readonly publicUrl: () => string;
  readonly loadBrands: () => Promise<readonly Brand[]>;
  readonly noteSighting: Origins["noteSighting"];
}): Origins {
  let allowed: { readonly origins: ReadonlySet<string>; readonly until: number } | null = null;
  const isOwn: Origins["isOwn"] = (origin, host) =>
    origin !== undefined && (origin === options.publicUrl() || isOwnOnThisMachine(origin, host));
  return {
    answersFor: (host) => isOurHost(host, options.publicUrl()),
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
    noteSighting: options.noteSighting,
    forget() {
      allowed = null;
    },
  };
}

/** By http: a page under https there is not served by us. */
function isOwnOnThisMachine(origin: string, host: string | undefined): boolean {
  const url = URL.parse(origin);
  return url !== null && url.protocol === "http:" && url.host === host && isLoopback(url.hostname);
}
