/** @jsxImportSource preact */
import type { VNode } from "preact";
import { nameParts } from "./file-words.ts";

/** A file's name on one line, isolated from the words around it, whichever way it is written. */
export function FileName({ name }: { readonly name: string }): VNode {
  const [start, end] = nameParts(name);
  return (
    <bdi class="file-name" title={start + end}>
      <span aria-hidden="true">{start}</span>
      {end !== "" && <span aria-hidden="true">{end}</span>}
      <span class="hidden">{start + end}</span>
    </bdi>
  );
}
