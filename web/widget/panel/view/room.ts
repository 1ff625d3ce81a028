/** How much room a picture takes in the history: known before it is there, so that nothing moves when it comes. */

const WIDEST = 240;
const HIGHEST = 280;
/** Room enough for a finger, and for the words that say it could not be loaded. */
const NARROWEST = 112;
/** Of a picture that is longer than this, the ends are cut. */
const FLATTEST = 2.4;
const SLIMMEST = 0.6;

/** Width in px, and width by height. A picture is never shown larger than it is, unless it is tiny. */
export function roomFor(picture: { readonly width: number; readonly height: number }): {
  readonly width: number;
  readonly ratio: number;
} {
  const ratio = Math.min(FLATTEST, Math.max(SLIMMEST, picture.width / picture.height));
  const width = Math.max(NARROWEST, Math.min(picture.width, WIDEST, HIGHEST * ratio));
  return { width: Math.round(width), ratio };
}
