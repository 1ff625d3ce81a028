/** What a file is, by its bytes: what its sender says of it counts only where the bytes are silent. */

/** Enough for every sign below, and for the size of an image behind long metadata. */
export const SNIFFED_BYTES = 64 * 1024;
const UNKNOWN = "application/octet-stream";

interface Sign {
  readonly type: string;
  readonly at: number;
  readonly bytes: string;
}

/** Signs as in the WHATWG MIME Sniffing Standard §6 and the formats' own definitions; a string holds one byte a character. */
const SIGNS: readonly Sign[] = [
  { type: "image/png", at: 0, bytes: "\x89PNG\r\n\x1a\n" },
  { type: "image/jpeg", at: 0, bytes: "\xff\xd8\xff" },
  { type: "image/gif", at: 0, bytes: "GIF87a" },
  { type: "image/gif", at: 0, bytes: "GIF89a" },
  { type: "image/webp", at: 8, bytes: "WEBPVP8" },
  { type: "image/avif", at: 4, bytes: "ftypavif" },
  { type: "image/heic", at: 4, bytes: "ftypheic" },
  { type: "image/bmp", at: 0, bytes: "BM" },
  { type: "image/tiff", at: 0, bytes: "II*\0" },
  { type: "image/tiff", at: 0, bytes: "MM\0*" },
  { type: "application/pdf", at: 0, bytes: "%PDF-" },
  { type: "application/zip", at: 0, bytes: "PK\x03\x04" },
  { type: "application/gzip", at: 0, bytes: "\x1f\x8b\x08" },
  { type: "application/x-7z-compressed", at: 0, bytes: "7z\xbc\xaf\x27\x1c" },
  { type: "application/vnd.rar", at: 0, bytes: "Rar!\x1a\x07" },
  { type: "application/x-msdownload", at: 0, bytes: "MZ" },
  { type: "application/x-ole-storage", at: 0, bytes: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" },
  { type: "audio/mpeg", at: 0, bytes: "ID3" },
  { type: "audio/ogg", at: 0, bytes: "OggS" },
  { type: "audio/wav", at: 8, bytes: "WAVE" },
  { type: "video/mp4", at: 4, bytes: "ftyp" },
  { type: "video/webm", at: 0, bytes: "\x1aE\xdf\xa3" },
  // RFC 5545 §3.4, RFC 6350 §6.1.1: first lines that nothing else has, whatever a program calls the rest
  { type: "text/calendar", at: 0, bytes: "BEGIN:VCALENDAR" },
  { type: "text/vcard", at: 0, bytes: "BEGIN:VCARD" },
];

/** Containers: what the sender calls them says more than their sign, as long as it is one of these. */
const INSIDE: ReadonlyMap<string, RegExp> = new Map([
  [
    "application/zip",
    /^application\/(?:vnd\.(?:openxmlformats-officedocument|oasis\.opendocument)\.[a-z.-]+|epub\+zip)$/,
  ],
  ["application/x-ole-storage", /^application\/(?:msword|vnd\.ms-(?:excel|powerpoint|outlook))$/],
  ["video/mp4", /^(?:audio\/(?:mp4|x-m4a)|video\/quicktime)$/],
  ["audio/ogg", /^(?:audio|video|application)\/ogg$/],
  ["video/webm", /^(?:audio\/webm|video\/x-matroska)$/],
]);

/** Types without a sign of their own that may be believed, because nothing runs or draws them. */
const BELIEVED =
  /^(?:text\/(?:plain|csv|calendar|vcard|markdown)|(?:message\/rfc822|application\/(?:json|ms-tnef|pgp-[a-z]+|x-pkcs7-[a-z]+)))$/;

/** The type of a file by its first `SNIFFED_BYTES` and by what its sender calls it. Lower case, without parameters. */
export function fileType(start: Uint8Array, declared: string): string {
  const called = (declared.split(";")[0] ?? "").trim().toLowerCase();
  const sign = SIGNS.find((each) => hasSign(start, each));
  if (sign !== undefined) return INSIDE.get(sign.type)?.test(called) === true ? called : sign.type;
  return BELIEVED.test(called) ? called : UNKNOWN;
}

const hasSign = (start: Uint8Array, { at, bytes }: Sign): boolean =>
  start.length >= at + bytes.length &&
  Array.from({ length: bytes.length }).every((_, i) => start[at + i] === bytes.charCodeAt(i));
