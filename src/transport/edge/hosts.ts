/**
 * The names that this server answers for: the public URL's, and this machine's own. A page that has its own name resolve
 * to our address (DNS rebinding) is a stranger under that name, and would be our own page if any name did.
 */
import { isLoopback } from "../../domain/settings/loopback.ts";

/** The host of a `Host` header, or of an origin, with its port where one is named; null: none. */
const hostOf = (origin: string): string | null => URL.parse(origin)?.host ?? null;

export function isOurHost(host: string | undefined, publicUrl: string): boolean {
  if (host === undefined) return false;
  const asked = URL.parse(`http://${host}`);
  if (asked === null) return false;
  // Compared under the public scheme: its default port may be named or left out.
  return isLoopback(asked.hostname) || URL.parse(`${new URL(publicUrl).protocol}//${host}`)?.host === hostOf(publicUrl);
}
