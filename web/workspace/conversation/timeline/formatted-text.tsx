/** What an agent wrote, with its lists, bold and links. Never markup. */
import type { ReactNode } from "react";
import { blocksOf, type Stretch } from "../../../../contract/formatted-text.ts";
import { LinkedText } from "./linked-text.tsx";

/* oxlint-disable react/no-array-index-key -- a text's parts never change places: the index is their name */
export function FormattedText({ text }: { readonly text: string }): ReactNode {
  return blocksOf(text).map((block, index) => {
    if (block.kind === "text") return <Stretches key={index} stretches={block.stretches} />;
    const items = block.items.map((item, place) => (
      <li key={place}>
        <Stretches stretches={item} />
      </li>
    ));
    return block.start === null ? (
      <ul key={index}>{items}</ul>
    ) : (
      <ol key={index} start={block.start}>
        {items}
      </ol>
    );
  });
}

const Stretches = ({ stretches }: { readonly stretches: readonly Stretch[] }): ReactNode =>
  stretches.map(({ text, isBold }, index) =>
    isBold ? (
      <strong key={index}>
        <LinkedText text={text} />
      </strong>
    ) : (
      <LinkedText key={index} text={text} />
    ),
  );
