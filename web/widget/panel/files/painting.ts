/**
 * Pictures are painted on a canvas: a host page with a strict policy lets no image of ours in, from wherever, but says
 * nothing about a canvas. An animated picture stands still.
 */

interface Size {
  readonly width: number;
  readonly height: number;
}

/** No device shows more; a canvas costs four bytes a pixel. */
const LARGEST = 4_096;

/** Paints the picture so that it fills the canvas's own box, its edges cut. False: these bytes cannot be painted. */
export const paintFilling = (canvas: HTMLCanvasElement, bytes: Blob): Promise<boolean> =>
  paint(canvas, bytes, (picture) => {
    const sharp = devicePixelRatio;
    const box = { width: Math.max(1, canvas.clientWidth * sharp), height: Math.max(1, canvas.clientHeight * sharp) };
    return { box, from: cutTo(picture, box) };
  });

/** Paints the whole picture, pixel for pixel; the canvas takes its size. False: these bytes cannot be painted. */
export const paintWhole = (canvas: HTMLCanvasElement, bytes: Blob): Promise<boolean> =>
  paint(canvas, bytes, (picture) => {
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const box = { width: Math.ceil(picture.width * scale), height: Math.ceil(picture.height * scale) };
    return { box, from: { x: 0, y: 0, ...picture } };
  });

/** The largest part in the middle of the picture that has the shape of the box. */
export function cutTo(picture: Size, box: Size): Size & { readonly x: number; readonly y: number } {
  const scale = Math.min(picture.width / box.width, picture.height / box.height);
  const width = box.width * scale;
  const height = box.height * scale;
  return { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height };
}

type Plan = (picture: Size) => { readonly box: Size; readonly from: Size & { readonly x: number; readonly y: number } };

async function paint(canvas: HTMLCanvasElement, bytes: Blob, plan: Plan): Promise<boolean> {
  try {
    const picture = await createImageBitmap(bytes);
    const { box, from } = plan({ width: picture.width, height: picture.height });
    canvas.width = box.width;
    canvas.height = box.height;
    const pen = canvas.getContext("2d");
    if (pen === null) return false;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, from.x, from.y, from.width, from.height, 0, 0, canvas.width, canvas.height);
    picture.close();
    return true;
  } catch {
    return false;
  }
}
