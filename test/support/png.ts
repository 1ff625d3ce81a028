/** Pictures that a browser paints, made here so that no test needs a file. */
import { crc32, deflateSync } from "node:zlib";

/** Red, green and blue, 0 … 255. */
export type Colour = readonly [red: number, green: number, blue: number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits of grey a pixel, or of each of three colours (PNG §11.2.1). */
const GREY = [8, 0];
const COLOURS = [8, 2];

/** A PNG of this many pixels in one shade of grey each row. */
export function picture(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_nothing, row) => Buffer.alloc(width, Math.round((row / height) * 255)));
  return png(width, GREY, rows);
}

/** A PNG of this many pixels in one colour, to be found again on the screen. */
export function colouredPicture(width: number, height: number, colour: Colour): Buffer {
  const row = Buffer.concat(Array.from({ length: width }, () => Buffer.from(colour)));
  return png(
    width,
    COLOURS,
    Array.from({ length: height }, () => row),
  );
}

function png(width: number, depth: readonly number[], rows: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set(depth, 8);
  const unfiltered = rows.map((row) => Buffer.concat([Buffer.from([0]), row]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(unfiltered))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** PNG §5.3: length, name, data, and the check of name and data. */
function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
