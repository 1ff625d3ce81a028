import { MAX_PHOTO_BYTES, PHOTO_PIXELS } from "../../../contract/people/photos.ts";

/** The finest that is light enough is taken; at the last any picture of this size is. */
const QUALITIES = [0.9, 0.8, 0.65, 0.5, 0.3];

/**
 * The middle of a picture, square and as small as it is shown; what a camera wrote about where and when is gone. What this
 * browser cannot read stays as it is: the server says why it does not take it.
 */
export async function cropPhoto(file: Blob): Promise<Blob> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return file;
  }
  const canvas = document.createElement("canvas");
  canvas.width = PHOTO_PIXELS;
  canvas.height = PHOTO_PIXELS;
  const context = canvas.getContext("2d");
  if (context === null) return file;
  // JPEG knows nothing that shines through.
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, PHOTO_PIXELS, PHOTO_PIXELS);
  context.imageSmoothingQuality = "high";
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  context.drawImage(picture, left, top, side, side, 0, 0, PHOTO_PIXELS, PHOTO_PIXELS);
  picture.close();
  for (const quality of QUALITIES) {
    const photo = await jpeg(canvas, quality);
    if (photo !== null && photo.size <= MAX_PHOTO_BYTES) return photo;
  }
  return file;
}

const jpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", quality);
  });
