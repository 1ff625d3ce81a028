/** A brand's logo: what it may be, and what is kept of it. */
import { fileType } from "../attachments/file-type.ts";
import { imageSize } from "../attachments/image-size.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";

/** What everybody may know of it. */
export interface LogoFacts {
  /** SHA-256 of its bytes, in hex: another logo has another address, so that caches may keep each for good. */
  readonly hash: string;
  readonly type: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Logo extends LogoFacts {
  readonly bytes: Uint8Array;
}

/**
 * It goes along with every mail, beside files and words that fill one (attachments/mailing.ts), and every visitor fetches it:
 * what is drawn 64 pixels high needs no more.
 */
export const MAX_LOGO_BYTES = 64 * 1024;
/** A side; the sharpest screens show it three times as dense. */
export const MAX_LOGO_PIXELS = 1_024;

/** Raster images that every browser shows. A drawing (SVG) is a document that may hold scripts: it is refused. */
const TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const DRAWING = /^(?:\uFEFF|\s)*(?:<\?xml|<!--|<!doctype svg|<svg)/i;

/** By its bytes alone, whatever it is called. Refuses file-empty, logo-drawing, logo-type and logo-size. */
export function decideLogo(bytes: Uint8Array): Result<Omit<LogoFacts, "hash">, Refusal> {
  if (bytes.length === 0) return refuse("file-empty", "This file is empty.");
  if (bytes.length > MAX_LOGO_BYTES) {
    return err(LOGO_TOO_LARGE);
  }
  const type = fileType(bytes, "");
  if (!TYPES.includes(type)) {
    const start = String.fromCharCode(...bytes.subarray(0, 256));
    return DRAWING.test(start)
      ? refuse("logo-drawing", "An SVG may hold scripts: save it as PNG.")
      : refuse("logo-type", "A logo is a PNG, JPEG, WebP or GIF.");
  }
  const size = imageSize(bytes, type);
  if (size === null) return refuse("logo-type", "This image is broken.");
  if (Math.max(size.width, size.height) > MAX_LOGO_PIXELS) return err(LOGO_TOO_LARGE);
  return ok({ type, ...size });
}

/** Where everybody finds a logo, from the root: by its content. */
export const logoPath = ({ hash }: Pick<LogoFacts, "hash">): string => `/widget/logo/${hash}`;

/** Its weight or its sides. */
export const LOGO_TOO_LARGE: Refusal = {
  code: "logo-size",
  message: `A logo has at most ${MAX_LOGO_BYTES / 1024} kB and ${MAX_LOGO_PIXELS} pixels a side.`,
  details: { kilobytes: MAX_LOGO_BYTES / 1024, pixels: MAX_LOGO_PIXELS },
};

/** As large as it fits into a box, and no larger than it is. In whole pixels, at least one. */
export function fitted(
  { width, height }: Pick<LogoFacts, "width" | "height">,
  box: { readonly width: number; readonly height: number },
) {
  const scale = Math.min(1, box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
