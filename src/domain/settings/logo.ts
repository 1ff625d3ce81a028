/** A brand's logo: what it may be, where it is, how large it is shown. */
import { decidePicture, type NewPicture, type PictureFacts } from "../attachments/picture.ts";
import type { Refusal } from "../refusal.ts";
import type { Result } from "../result.ts";

/**
 * It goes along with every mail, beside files and words that fill one (attachments/mailing.ts), and every visitor fetches it:
 * what is drawn 64 pixels high needs no more.
 */
export const MAX_LOGO_BYTES = 64 * 1024;
/** A side; the sharpest screens show it three times as dense. */
export const MAX_LOGO_PIXELS = 1_024;

/** Its weight or its sides. */
export const LOGO_TOO_LARGE: Refusal = {
  code: "logo-size",
  message: `A logo has at most ${MAX_LOGO_BYTES / 1024} kB and ${MAX_LOGO_PIXELS} pixels a side.`,
  details: { kilobytes: MAX_LOGO_BYTES / 1024, pixels: MAX_LOGO_PIXELS },
};

/** Raster images that every browser shows. */
const ALLOWED = {
  types: ["image/png", "image/jpeg", "image/webp", "image/gif"],
  bytes: MAX_LOGO_BYTES,
  pixels: MAX_LOGO_PIXELS,
  isSquare: false,
  tooLarge: LOGO_TOO_LARGE,
  wrongType: { code: "logo-type", message: "A logo is a PNG, JPEG, WebP or GIF, and whole." },
  drawing: { code: "logo-drawing", message: "An SVG may hold scripts: save it as PNG." },
} as const;

/** Refuses file-empty, logo-drawing, logo-type and logo-size. */
export const decideLogo = (bytes: Uint8Array): Result<NewPicture, Refusal> => decidePicture(bytes, ALLOWED);

/** Where everybody finds a logo, from the root: by its content. */
export const logoPath = ({ hash }: Pick<PictureFacts, "hash">): string => `/widget/logo/${hash}`;

/** As large as it fits into a box, and no larger than it is. In whole pixels, at least one. */
export function fitted(
  { width, height }: Pick<PictureFacts, "width" | "height">,
  box: { readonly width: number; readonly height: number },
) {
  const scale = Math.min(1, box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
