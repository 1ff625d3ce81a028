/** Whether two domains are one organisation's, as the library that verifies signatures sees it (RFC 7489 §3.2). */
import { getAlignment } from "mailauth/lib/tools.js";

/**
 * *Relaxed* alignment. Domains under a public suffix are strangers to each other and to the suffix, those of hosting
 * firms among them: `eve.github.io` is not `github.io`.
 */
export const isOneOrganisation = (one: string, other: string): boolean => getAlignment(other, [one]) !== false;
