/** A field that grows with its words in browsers that do not do it by themselves (`field-sizing`: Firefox < 152, Safari < 26.2). */
import { type RefObject, useLayoutEffect } from "react";

/** As high as its words want; least and most are the style's. */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    if (field.current === null || CSS.supports("field-sizing", "content")) return;
    field.current.style.blockSize = "auto";
    field.current.style.blockSize = `${field.current.scrollHeight}px`;
  }, [field, text]);
}
