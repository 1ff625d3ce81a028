/** Plain text whose addresses and numbers can be followed. Never markup. */
import type { ReactNode } from "react";
import { linkParts } from "../../../../contract/links.ts";

export function LinkedText({ text }: { readonly text: string }): ReactNode {
  return linkParts(text).map((part, index) =>
    part.href === null ? (
      part.text
    ) : (
      // A text's parts never change places: the index is their name.
      // oxlint-disable-next-line react/no-array-index-key
      <a key={index} href={part.href} dir="ltr" target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    ),
  );
}
