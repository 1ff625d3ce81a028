import { isShownImage } from "../../domain/attachments/attachment.ts";
import type { CarriedMessage } from "../../domain/continuity/outgoing.ts";
import { MAX_PHOTO_BYTES } from "../../domain/people/photo.ts";
import { type Faces, shownAuthor } from "../../domain/people/shown-author.ts";
import type { CarriedFile } from "../../ports/continuity/mail-composer.ts";
import type { Tx } from "../../ports/tx.ts";

/** Messages as the end users of a brand see who wrote them. */
export const asShown = <M extends Pick<CarriedMessage, "author">>(messages: readonly M[], faces: Faces): readonly M[] =>
  messages.map((message) => {
    const { kind, name, publicName, photo } = message.author;
    if (kind !== "agent") return message;
    const shown = shownAuthor({ name: name ?? "", publicName, photo }, faces);
    return { ...message, author: { kind, publicName: null, ...shown } };
  });

interface MailPhotos {
  /** Where its part in the mail is (`cid:`), by the photo's hash; what is missing is not shown. */
  readonly sources: ReadonlyMap<string, string>;
  readonly carried: readonly CarriedFile[];
}

/**
 * The photos of who wrote these, in the mail itself, so that nothing is fetched: of types that every mail program draws, and
 * together no heavier than one may be, so that a mail by many stays under 100 kB.
 */
export async function mailPhotos(
  tx: Pick<Tx, "pictures">,
  messages: readonly Pick<CarriedMessage, "author">[],
  mailDomain: string,
): Promise<MailPhotos> {
  const sources = new Map<string, string>();
  const carried: CarriedFile[] = [];
  let left = MAX_PHOTO_BYTES;
  for (const hash of new Set(messages.flatMap(({ author: { photo } }) => (photo === null ? [] : [photo])))) {
    const photo = await tx.pictures.load(hash);
    if (photo === null || !isShownImage(photo) || photo.bytes.length > left) continue;
    left -= photo.bytes.length;
    const contentId = `photo.${hash}@${mailDomain}`;
    sources.set(hash, `cid:${contentId}`);
    carried.push({
      name: `photo.${photo.type.replace("image/", "")}`,
      type: photo.type,
      bytes: photo.bytes,
      contentId,
    });
  }
  return { sources, carried };
}
