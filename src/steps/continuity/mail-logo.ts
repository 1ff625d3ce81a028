import { isShownImage } from "../../domain/attachments/attachment.ts";
import type { Brand } from "../../domain/settings/brand.ts";
import type { CarriedFile, OutgoingMail } from "../../ports/continuity/mail-composer.ts";
import type { Tx } from "../../ports/tx.ts";

/** A brand's logo as a mail carries it: in the mail itself, so that nothing is fetched and nobody learns who read it. */
interface MailLogo {
  readonly shown: OutgoingMail["brandLogo"];
  readonly carried: readonly CarriedFile[];
}

/** Of a type that not every mail program draws (WebP) the mail has none. */
export async function mailLogo(tx: Tx, brand: Brand | undefined, mailDomain: string): Promise<MailLogo> {
  const known = brand?.logo ?? null;
  const logo = known === null || !isShownImage(known) ? null : await tx.pictures.load(known.hash);
  if (logo === null) return { shown: null, carried: [] };
  const { type, width, height, bytes } = logo;
  const contentId = `logo@${mailDomain}`;
  return {
    shown: { src: `cid:${contentId}`, width, height },
    carried: [{ name: `logo.${type.replace("image/", "")}`, type, bytes, contentId }],
  };
}
