/** How large a picture stands in the conversation, known before it has come. Pure. */

/** In CSS pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

const ALONE: Size = { width: 320, height: 240 };
const AMONG_OTHERS: Size = { width: 200, height: 132 };
/** Thinner could not be hit with a finger: such a picture is cut at its ends instead. */
const LEAST = 44;

/** Never larger than the picture itself, except for what is too small to be hit. */
export function thumbnailSize(image: Size, isAlone: boolean): Size {
  const most = isAlone ? ALONE : AMONG_OTHERS;
  const scale = Math.min(1, most.width / image.width, most.height / image.height);
  const side = (length: number): number => Math.max(LEAST, Math.round(length * scale));
  return { width: side(image.width), height: side(image.height) };
}
