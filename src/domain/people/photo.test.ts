import { expect, test } from "vitest";
import { picture } from "../../../test/support/png.ts";
import { decidePhoto, MAX_PHOTO_BYTES, PHOTO_PIXELS } from "./photo.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
const padded = (start: Uint8Array, size: number): Uint8Array => {
  const all = new Uint8Array(size);
  all.set(start);
  return all;
};
const square = picture(PHOTO_PIXELS, PHOTO_PIXELS);

test.each([
  ["as our pages send it", square, { type: "image/png", width: PHOTO_PIXELS, height: PHOTO_PIXELS }],
  ["as heavy as allowed", padded(picture(8, 8), MAX_PHOTO_BYTES), { type: "image/png", width: 8, height: 8 }],
  [
    "a JPEG",
    bytes("\xff\xd8\xff\xe0\0\x06JFIF\xff\xc4\0\x04\0\0\xff\xc2\0\x0b\x08\0\x20\0\x20\x01\x11\0"),
    { type: "image/jpeg", width: 32, height: 32 },
  ],
  [
    "a WebP",
    bytes("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x1f\0\0\x1f\0\0"),
    { type: "image/webp", width: 32, height: 32 },
  ],
])("a photo is let in %s", (_what, content, facts) => {
  expect(decidePhoto(content)).toEqual({ ok: true, value: { ...facts, bytes: content } });
});

test.each([
  ["nothing", bytes(""), "file-empty"],
  ["one octet too many", padded(picture(8, 8), MAX_PHOTO_BYTES + 1), "photo-size"],
  ["one pixel too many", picture(2 * PHOTO_PIXELS + 1, 2 * PHOTO_PIXELS + 1), "photo-size"],
  ["what is not square", picture(8, 9), "photo-size"],
  ["a drawing", bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="steal()">'), "photo-type"],
  ["what moves", bytes("GIF89a\x20\0\x20\0\xf0\0\0"), "photo-type"],
  ["a page", bytes("<!doctype html><script>"), "photo-type"],
  ["the beginning of a picture", square.subarray(0, 12), "photo-type"],
])("as a photo is refused %s", (_what, content, code) => {
  expect(decidePhoto(content)).toMatchObject({ ok: false, error: { code } });
});
