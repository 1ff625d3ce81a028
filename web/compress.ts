/** What browsers get is compressed once, when it is built: then the best there is costs a server nothing. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { gzipAsync } from "@gfx/zopfli";

/** Pictures and fonts are compressed as they are. */
const TEXT = /\.(?:js|css|html|svg|json)$/;

/** Bytes of text up to which Zopfli's search is worth its time: 0.6 s for a hundred kilobytes, and 3 % fewer of them. */
const SEARCHED_UP_TO = 100_000;

/** Beside every text of this folder, and of those in it: `.br` (RFC 7932) and `.gz` (RFC 1952), as strong as they get. */
export async function compressFolder(folder: string): Promise<void> {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!TEXT.test(name)) continue;
    const file = join(folder, name);
    const text = readFileSync(file);
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
    );
    writeFileSync(`${file}.gz`, text.length > SEARCHED_UP_TO ? quickly(text) : await gzipAsync(text, {}));
  }
}

const quickly = (text: Buffer): Buffer => gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
