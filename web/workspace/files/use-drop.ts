/** Files dragged over an element and let go there. */
import { type DragEvent, useEffect, useState } from "react";
import { holdsFiles } from "../../ui/incoming-files.ts";
import { droppedFiles } from "./choose-files.ts";

interface Drop {
  /** Files hang over the element now. */
  readonly isOver: boolean;
  /** To be spread over the element. */
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** `take` null: nothing may be let go here now. What falls beside the element does not replace the page. */
export function useDrop(take: ((files: readonly File[], folders: readonly string[]) => void) | null): Drop {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    document.addEventListener("dragover", refuse);
    document.addEventListener("drop", refuse);
    return () => {
      document.removeEventListener("dragover", refuse);
      document.removeEventListener("drop", refuse);
    };
  }, []);

  const accept = (event: DragEvent): void => {
    if (take === null || !holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    setOver(true);
  };
  return {
    isOver: isOver && take !== null,
    handlers: {
      onDragEnter: accept,
      onDragOver: accept,
      onDragLeave: ({ currentTarget, relatedTarget }) => {
        // From one child to another is not out of the element.
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      },
      onDrop: (event) => {
        setOver(false);
        if (take === null || !holdsFiles(event.dataTransfer)) return;
        event.preventDefault();
        const { files, folders } = droppedFiles(event.dataTransfer);
        take(files, folders);
      },
    },
  };
}

/** Nobody took it: a browser would leave the page and show the file. */
function refuse(event: globalThis.DragEvent): void {
  if (event.defaultPrevented || event.dataTransfer === null || !holdsFiles(event.dataTransfer)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "none";
}
