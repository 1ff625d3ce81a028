/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { linkParts } from "../../../../contract/links.ts";

/** Addresses and numbers become links; everything else stays the text it is. */
export const withLinks = (text: string): ComponentChildren =>
  linkParts(text).map((part, index) =>
    part.href === null ? (
      part.text
    ) : (
      <a key={index} href={part.href} dir="ltr" target="_blank" rel="noopener noreferrer">
        {part.text}
      </a>
    ),
  );
