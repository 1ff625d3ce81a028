/** Width and height of an image from its first bytes, so that a page can leave room for it before it is there. */

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Larger images are shown as files: drawing one takes four bytes a pixel, and 50 million are 200 MB. */
const MAX_PIXELS = 50_000_000;

/** In pixels; null: not a PNG, JPEG, GIF or WebP, a broken one, or one too large to draw. */
export function imageSize(start: Uint8Array, type: string): Size | null {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const size = readSize(view, type);
  if (size === null || size.width === 0 || size.height === 0) return null;
  return size.width * size.height > MAX_PIXELS ? null : size;
}

function readSize(view: DataView, type: string): Size | null {
  switch (type) {
    case "image/png":
      // IHDR comes first (PNG §5.6): length, name, width, height.
      return view.byteLength < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) };
    case "image/gif":
      return view.byteLength < 10 ? null : { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case "image/webp":
      return webpSize(view);
    case "image/jpeg":
      return jpegSize(view);
    default:
      return null;
  }
}

/** RFC 9649 §2.5–2.7: lossy, lossless and extended have their size in places of their own. */
function webpSize(view: DataView): Size | null {
  if (view.byteLength < 30) return null;
  switch (view.getUint8(15)) {
    case " ".charCodeAt(0):
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "L".charCodeAt(0): {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
  }
}

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** Segments follow each other by their lengths until a start of frame (ITU T.81 §B.1.1.3). */
function jpegSize(view: DataView): Size | null {
  let at = 2;
  let isTurned = false;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (isStartOfFrame(marker)) {
      const [high, wide] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return isTurned ? { width: high, height: wide } : { width: wide, height: high };
    }
    if (marker === EXIF) isTurned ||= isShownTurned(view, at + 4);
    const length = view.getUint16(at + 2);
    // A segment counts its own length: less than two is a broken file.
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** The application segment that cameras write into. */
const EXIF = 0xe1;
const ORIENTATION = 0x0112;

/**
 * Whether a camera held upright says that its picture lies on its side (Exif 2.32 §4.5.4, §4.6.4 A): browsers turn it
 * by a quarter when they show it. `start`: behind the segment's length.
 */
function isShownTurned(view: DataView, start: number): boolean {
  const tiff = start + 6;
  if (tiff + 8 > view.byteLength || view.getUint32(start) !== 0x45786966) return false;
  const isLittle = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, isLittle);
  if (directory + 2 > view.byteLength) return false;
  const count = view.getUint16(directory, isLittle);
  for (let entry = directory + 2; entry < directory + 2 + 12 * count && entry + 12 <= view.byteLength; entry += 12) {
    // Four of the eight orientations turn by a quarter.
    if (view.getUint16(entry, isLittle) === ORIENTATION) return view.getUint16(entry + 8, isLittle) >= 5;
  }
  return false;
}

/** C0 … CF, but for the tables DHT (C4), JPG (C8) and DAC (CC). */
const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
