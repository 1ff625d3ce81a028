/** What a brand's widget looks like besides its colour, and the style sheet that this becomes. */
import type { Faces } from "../people/shown-author.ts";
import { inksOf } from "./brand-look.ts";

export const LAUNCHER_ICONS = ["bubble", "question", "envelope"] as const;
type LauncherIcon = (typeof LAUNCHER_ICONS)[number];

/** `end`: right, where one writes from left to right. */
export const LAUNCHER_SIDES = ["end", "start"] as const;

/**
 * `page`: as the page around it, which says so by `color-scheme` (one that says nothing is light); `system`: as the
 * visitor's system, whatever the page is like.
 */
export const DARK_WAYS = ["page", "system", "light", "dark"] as const;

/** Farther from the edge it would leave a phone's screen. */
export const LAUNCHER_FARTHEST = 200;
/** One line beside the icon, on a phone too. */
export const MAX_LAUNCHER_TEXT_CHARS = 24;
export const MAX_GREETING_CHARS = 300;

type Texts = Readonly<Record<string, string>>;

/** Texts are by locale; a language that is missing has the shipped one, or none. */
export interface BrandLook {
  readonly greetings: Texts;
  readonly launcher: {
    readonly icon: LauncherIcon;
    readonly texts: Texts;
    readonly side: (typeof LAUNCHER_SIDES)[number];
    /** From the edges of the window, in pixels. */
    readonly fromSide: number;
    readonly fromBottom: number;
    /** The page opens the panel by itself (`ariane("open")`, `ariane("show")`). */
    readonly isHidden: boolean;
  };
  readonly dark: (typeof DARK_WAYS)[number];
  /** Which faces visitors see, in the widget and in mails. */
  readonly faces: Faces;
}

/** Of a brand that has not chosen yet. */
export const DEFAULT_LOOK: BrandLook = {
  greetings: {},
  launcher: { icon: "bubble", texts: {}, side: "end", fromSide: 20, fromBottom: 20, isHidden: false },
  dark: "page",
  faces: "names-and-photos",
};

/** Lines on a grid of 28. */
const ICON_PATHS: Readonly<Record<LauncherIcon, string>> = {
  bubble: "M5 4h18a3 3 0 0 1 3 3v11a3 3 0 0 1-3 3h-9l-6 5v-5H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zM9 10h10M9 15h6",
  question: "M9 10a5 5 0 1 1 7.5 4.3c-1.6 1-2.5 1.9-2.5 3.7M14 22.5h.01",
  envelope: "M3 6h22v16H3zM3.5 6.8L14 15.5l10.5-8.7",
};

/** The icon as the launcher draws it. */
export const iconPathOf = ({ launcher }: BrandLook): string => ICON_PATHS[launcher.icon];

/** As `color-scheme` says it; the panel's colours are the system's for that scheme. */
const SCHEMES: Readonly<Record<BrandLook["dark"], string>> = {
  page: "inherit",
  system: "light dark",
  light: "light",
  dark: "dark",
};

interface Dressed {
  /** Of the brand: `#rrggbb`. */
  readonly colour: string;
  readonly look: BrandLook;
}

/**
 * What the loader puts below its own style sheet, so that no page pays for looks that its brand has not. `:host` is where
 * the page's own styles end: what stands there must be important, as what it overrules is.
 */
export function sheetOf({ colour, look }: Dressed): string {
  const { side, fromSide, fromBottom, texts } = look.launcher;
  const { onColour } = inksOf(colour);
  const inset = side === "end" ? `auto ${fromSide}px` : `${fromSide}px auto`;
  return (
    `:host{color-scheme:${SCHEMES[look.dark]}!important;` +
    `--brand:${colour};--on-brand:${onColour};--inset:${inset};--bottom:${fromBottom}px}` +
    (Object.keys(texts).length === 0 ? "" : WITH_TEXT)
  );
}

/** Words beside the icon: those that the loader put down, in the language of the widget; a language without any has none. */
const WITH_TEXT =
  ".launcher:not([data-text='']){width:auto;max-width:calc(100vw - 40px);padding:0 24px 0 56px;border-radius:30px;" +
  "font:600 16px/1.25 system-ui,sans-serif;white-space:nowrap}" +
  ".launcher[dir=rtl]:not([data-text='']){padding:0 56px 0 24px}" +
  ".launcher::after{content:attr(data-text)}";
