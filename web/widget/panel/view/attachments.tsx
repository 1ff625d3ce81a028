/** @jsxImportSource preact */
import type { VNode } from "preact";
import type { Files } from "../files/files.ts";
import type { Item } from "../conversation/rows.ts";
import type { Given } from "./context.ts";
import { roomFor } from "./room.ts";

interface Props extends Given {
  readonly item: Item;
  /** Null: the code that draws them is on its way; their room is kept. */
  readonly files: Files | null;
}

/** The files of a message: one picture as it is, several as tiles, everything else as cards. */
export function Attachments({ item, files, ...given }: Props): VNode {
  const isTiled = item.attachments.filter(({ image }) => image !== null).length > 1;
  return (
    <ul class="files">
      {item.attachments.map((attachment) => {
        const room = attachment.image === null || isTiled ? null : roomFor(attachment.image);
        return (
          <li
            key={attachment.id}
            class={attachment.image === null ? "file" : isTiled ? "picture tile" : "picture"}
            style={room === null ? undefined : { width: `${room.width}px`, aspectRatio: `${room.ratio}` }}
          >
            {files?.attachment(given, attachment, item.unsent === null)}
          </li>
        );
      })}
    </ul>
  );
}
