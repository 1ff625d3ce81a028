/** @jsxImportSource preact */
import type { VNode } from "preact";

/** Line icons on a grid of 24. */
const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  back: "M15 5l-7 7 7 7",
  down: "M12 5v14M5.5 12.5L12 19l6.5-6.5",
  mail: "M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5",
} as const;

export const Icon = ({ name }: { readonly name: keyof typeof PATHS }): VNode => (
  <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

/** Initials on a disc. */
export function Avatar({ name }: { readonly name: string }): VNode {
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => /^./u.exec(word ?? "")?.[0] ?? "")
    .join("");
  return (
    <span class="avatar" aria-hidden="true">
      {initials.toLocaleUpperCase()}
    </span>
  );
}
