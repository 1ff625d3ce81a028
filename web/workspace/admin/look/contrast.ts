/** Contrast of two colours as WCAG 2.2 computes it. Pure. */

/** Least contrast of text (WCAG 2.2, 1.4.3). */
export const LEAST_CONTRAST = 4.5;

/** Least contrast of what is no text, a button as a whole for one (1.4.11). */
export const LEAST_SHAPE_CONTRAST = 3;

const WHITE = "#ffffff";
/** As the widget paints it (src/domain/settings/brand-look.ts). */
const DARK_TEXT = "#16181d";

/** Of the two that words on a colour are painted with, the one that is. */
export const textOn = (colour: string): string => (contrast(colour, WHITE) >= LEAST_CONTRAST ? WHITE : DARK_TEXT);

export const canCarryText = (colour: string): boolean => contrast(colour, textOn(colour)) >= LEAST_CONTRAST;

/** Whether the launcher can be told from a white page. */
export const standsOut = (colour: string): boolean => contrast(colour, WHITE) >= LEAST_SHAPE_CONTRAST;

/** Fine enough that nobody sees the step. */
const STEPS = 128;

/** The nearest colour, darker or lighter, that passes. Black or white must. */
export function nearest(colour: string, passes: (colour: string) => boolean): string {
  for (let step = 0; step < STEPS; step += 1) {
    const found = [0, 255].map((towards) => mixed(colour, towards, step / STEPS)).find(passes);
    if (found !== undefined) return found;
  }
  return passes("#000000") ? "#000000" : WHITE;
}

const mixed = (colour: string, towards: number, share: number): string =>
  `#${channels(colour)
    .map((each) => Math.round(each + (towards - each) * share))
    .map((each) => each.toString(16).padStart(2, "0"))
    .join("")}`;

const channels = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/u.test(text);

/** 1 to 21. Both `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
