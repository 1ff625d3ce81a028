/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { blocksOf, type Stretch } from "../../../../contract/formatted-text.ts";
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

/** …with the lists and the bold of agents. */
export const withFormat = (text: string): ComponentChildren =>
  blocksOf(text).map((block) => {
    if (block.kind === "text") return block.stretches.map(drawn);
    const List = block.start === null ? "ul" : "ol";
    return (
      <List start={block.start ?? undefined}>
        {block.items.map((item) => (
          <li>{item.map(drawn)}</li>
        ))}
      </List>
    );
  });

const drawn = ({ text, isBold }: Stretch): ComponentChildren => (isBold ? <b>{withLinks(text)}</b> : withLinks(text));
