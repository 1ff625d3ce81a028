/** Which parts of a mail come along with its words. */
import type { MailAttachment } from "../inbound-mail/reading/parsed-mail.ts";

/** What programs sign with: nobody opens it, and it says nothing that we have not proved or failed to prove. */
const SIGNATURES: ReadonlySet<string> = new Set([
  "application/pgp-signature",
  "application/pkcs7-signature",
  "application/x-pkcs7-signature",
]);

interface MailImages {
  /** Content-IDs that the HTML of the mail names anywhere. */
  readonly named: readonly string[];
  /** Those that stand in what the person wrote. */
  readonly kept: readonly string[];
}

/**
 * An image that stands in the quote or below the signature goes with them; it stays in the raw mail. Everything else
 * that has bytes comes along, each part once, however often it is shown.
 */
export function inboundFiles(parts: readonly MailAttachment[], images: MailImages): readonly MailAttachment[] {
  const named = new Set(images.named);
  const kept = new Set(images.kept);
  return parts.filter(({ contentType, contentId, bytes }) => {
    if (bytes.length === 0 || SIGNATURES.has(contentType)) return false;
    return contentId === null || !named.has(contentId) || kept.has(contentId);
  });
}
