/** A team member's photo: what it may be. */
import { decidePicture, type NewPicture } from "../attachments/picture.ts";
import type { Refusal } from "../refusal.ts";
import type { Result } from "../result.ts";

/** A side: the workspace's pages send this much, and shown 96 pixels wide it is sharp on the densest screens. */
export const PHOTO_PIXELS = 256;
/** A portrait of that size as JPEG weighs 10 to 20 kB. It goes along with every mail, whose words it must not outweigh. */
export const MAX_PHOTO_BYTES = 24 * 1024;
/** What others send by the interface may be finer. */
const MAX_PHOTO_PIXELS = 2 * PHOTO_PIXELS;

/** Its weight or its sides. */
export const PHOTO_TOO_LARGE: Refusal = {
  code: "photo-size",
  message: `A photo is square, with at most ${MAX_PHOTO_BYTES / 1024} kB and ${MAX_PHOTO_PIXELS} pixels a side.`,
  details: { kilobytes: MAX_PHOTO_BYTES / 1024, pixels: MAX_PHOTO_PIXELS },
};

const WRONG_TYPE: Refusal = { code: "photo-type", message: "A photo is a PNG, JPEG or WebP, and whole." };

const ALLOWED = {
  types: ["image/png", "image/jpeg", "image/webp"],
  bytes: MAX_PHOTO_BYTES,
  pixels: MAX_PHOTO_PIXELS,
  // It is shown round, in mails too, where nothing crops it.
  isSquare: true,
  tooLarge: PHOTO_TOO_LARGE,
  wrongType: WRONG_TYPE,
  drawing: WRONG_TYPE,
} as const;

/** Refuses file-empty, photo-type and photo-size. */
export const decidePhoto = (bytes: Uint8Array): Result<NewPicture, Refusal> => decidePicture(bytes, ALLOWED);

/** Where everybody finds a photo, from the root: by its content. */
export const photoPath = (hash: string): string => `/widget/photo/${hash}`;
