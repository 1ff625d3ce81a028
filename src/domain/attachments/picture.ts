/** A picture that everybody may see, a brand's logo or a member's photo: what it may be, and what is kept of it. */
import { type Refusal, refuse } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { fileType } from "./file-type.ts";
import { imageSize } from "./image-size.ts";

/** What everybody may know of it. */
export interface PictureFacts {
  /** SHA-256 of its bytes, in hex: another picture has another address, so that caches may keep each for good. */
  readonly hash: string;
  readonly type: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Picture extends PictureFacts {
  readonly bytes: Uint8Array;
}

/** A picture that was let in, before it is kept. */
export type NewPicture = Omit<Picture, "hash">;

interface Allowed {
  /** As its bytes say. */
  readonly types: readonly string[];
  readonly bytes: number;
  /** A side. */
  readonly pixels: number;
  readonly isSquare: boolean;
  /** Its weight or its sides. */
  readonly tooLarge: Refusal;
  /** None of the types, or broken. */
  readonly wrongType: Refusal;
  /** An SVG: a document that may hold scripts. */
  readonly drawing: Refusal;
}

const DRAWING = /^(?:\uFEFF|\s)*(?:<\?xml|<!--|<!doctype svg|<svg)/i;

/** By its bytes alone, whatever it is called. Refuses file-empty, and what `allowed` names. */
export function decidePicture(bytes: Uint8Array, allowed: Allowed): Result<NewPicture, Refusal> {
  if (bytes.length === 0) return refuse("file-empty", "This file is empty.");
  if (bytes.length > allowed.bytes) return err(allowed.tooLarge);
  const type = fileType(bytes, "");
  if (!allowed.types.includes(type)) {
    const start = String.fromCharCode(...bytes.subarray(0, 256));
    return err(DRAWING.test(start) ? allowed.drawing : allowed.wrongType);
  }
  const size = imageSize(bytes, type);
  if (size === null) return err(allowed.wrongType);
  if (Math.max(size.width, size.height) > allowed.pixels) return err(allowed.tooLarge);
  if (allowed.isSquare && size.width !== size.height) return err(allowed.tooLarge);
  return ok({ type, ...size, bytes });
}
