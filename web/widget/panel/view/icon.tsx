/** @jsxImportSource preact */
import type { VNode } from "preact";
import type { Given } from "./context.ts";

/** Line icons on a grid of 24. */
const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  back: "M15 5l-7 7 7 7",
  plus: "M12 5v14M5 12h14",
  down: "M12 5v14M5.5 12.5L12 19l6.5-6.5",
  clip: "M20 11.5l-8.2 8.2a5.3 5.3 0 0 1-7.5-7.5l8.2-8.2a3.5 3.5 0 0 1 5 5l-8.2 8.2a1.8 1.8 0 0 1-2.5-2.5l7.5-7.5",
  file: "M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  mail: "M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5",
} as const;

export const Icon = ({ name }: { readonly name: keyof typeof PATHS }): VNode => (
  <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

/** How pictures are drawn, by what comes with the conversation (lobby/pictures.tsx); null: they are not there, or not yet. */
export const pictures: { logo: () => VNode | null; photo: (path: string) => VNode | null } = {
  logo: () => null,
  photo: () => null,
};

/** The brand itself: its logo, or until then its initials. */
export const BrandMark = ({ config }: Pick<Given, "config">): VNode =>
  pictures.logo() ?? <Avatar name={config.brand.name} />;

/** A person's photo, or initials on a disc. `photo`: the path that the server named. */
export function Avatar({ name, photo }: { readonly name: string; readonly photo?: string | null | undefined }): VNode {
  const drawn = photo ? pictures.photo(photo) : null;
  if (drawn !== null) return drawn;
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
