import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attachmentId } from "../ids.ts";
import {
  decideContent,
  decideSize,
  decideUpload,
  MAX_ATTACHMENT_BYTES,
  MAX_WAITING_UPLOADS,
  type Attachment,
} from "./attachment.ts";
import { describeFile } from "./describe-file.ts";
import { fileType } from "./file-type.ts";
import { imageSize } from "./image-size.ts";
import { inboundFiles } from "./inbound-files.ts";
import { mailFiles } from "./mailing.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ID = attachmentId("f");
/** 3 × 2 pixels each; only what tells the size. */
const PNG = bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0");
const GIF = bytes("GIF89a\x03\0\x02\0\xf0\0\0");
const JPEG = bytes("\xff\xd8\xff\xe0\0\x06JFIF\xff\xc4\0\x04\0\0\xff\xc2\0\x0b\x08\0\x02\0\x03\x01\x11\0");
const WEBP_LOSSY = bytes("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x03\0\x02\0");
const WEBP_LOSSLESS = bytes("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x02\x40\0\0\0\0\0\0\0");
const WEBP_EXTENDED = bytes("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x02\0\0\x01\0\0");

describe("what a file is", () => {
  test.each([
    ["a picture, whatever it is called", PNG, "text/html", "image/png"],
    ["a page called a picture", bytes("<html><script>"), "image/png", "application/octet-stream"],
    ["a page", bytes("<!doctype html>"), "text/html", "application/octet-stream"],
    ["a drawing that could run scripts", bytes("<svg onload="), "image/svg+xml", "application/octet-stream"],
    ["text", bytes("Hello"), "text/plain; charset=utf-8", "text/plain"],
    ["a document in a zip", bytes("PK\x03\x04"), DOCX, DOCX],
    ["a program called a document", bytes("MZ\x90"), "application/pdf", "application/x-msdownload"],
    ["a zip called a program", bytes("PK\x03\x04"), "application/x-msdownload", "application/zip"],
    ["a mail that was passed on", bytes("From: a@b"), "Message/RFC822", "message/rfc822"],
    ["an invitation, as Google calls it", bytes("BEGIN:VCALENDAR\r\nVERSION:2.0"), "application/ics", "text/calendar"],
    ["a card without a type", bytes("BEGIN:VCARD\r\nVERSION:4.0"), "application/octet-stream", "text/vcard"],
    ["what only says that it is an invitation", bytes("Hello"), "application/ics", "application/octet-stream"],
    ["nothing at all", bytes(""), "", "application/octet-stream"],
  ])("%s", (_what, start, declared, type) => {
    expect(fileType(start, declared)).toBe(type);
  });

  test("a file without a name is called after its type", () => {
    expect(describeFile(ID, { name: null, declaredType: "", start: PNG, size: PNG.length })).toMatchObject({
      name: "file.png",
    });
    expect(
      describeFile(ID, { name: "../../etc/passwd", declaredType: "", start: PNG, size: PNG.length }),
    ).toMatchObject({
      name: "passwd",
    });
  });
});

describe("how large an image is", () => {
  test.each([
    ["image/png", PNG],
    ["image/gif", GIF],
    ["image/jpeg", JPEG],
    ["image/webp", WEBP_LOSSY],
    ["image/webp", WEBP_LOSSLESS],
    ["image/webp", WEBP_EXTENDED],
  ])("%s", (type, start) => {
    expect(imageSize(start, type)).toEqual({ width: 3, height: 2 });
  });

  test.each([
    [
      "upright, by a camera that writes its numbers backwards",
      "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0",
      true,
    ],
    ["upright, by one that writes them forwards", "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0", true],
    ["upside down", "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0", false],
    ["by a camera that does not say", "II*\0\x08\0\0\0\0\0", false],
  ])("a photograph taken %s, as it will be shown", (_how, tiff, isTurned) => {
    const exif = `\xff\xe1\0${String.fromCharCode(tiff.length + 8)}Exif\0\0${tiff}`;
    const photo = bytes(`\xff\xd8${exif}\xff\xc2\0\x0b\x08\0\x02\0\x03\x01\x11\0`);
    expect(imageSize(photo, "image/jpeg")).toEqual(isTurned ? { width: 2, height: 3 } : { width: 3, height: 2 });
  });

  test("one that would fill the memory is a file like any other", () => {
    const huge = Uint8Array.from(PNG);
    huge.set([0, 1, 0, 0, 0, 1, 0, 0], 16);
    expect(imageSize(huge, "image/png")).toBeNull();
  });

  test("whatever the bytes, it answers", () => {
    const types = fc.constantFrom("image/png", "image/gif", "image/jpeg", "image/webp");
    const starts = fc.constantFrom(PNG, GIF, JPEG, WEBP_EXTENDED);
    fc.assert(
      fc.property(types, starts, fc.uint8Array({ maxLength: 60 }), fc.nat(40), (type, start, noise, cut) => {
        const hostile = Uint8Array.from([...start.subarray(0, cut), ...noise]);
        const size = imageSize(hostile, type);
        expect(size === null || (size.width > 0 && size.height > 0)).toBe(true);
      }),
    );
  });
});

describe("what may be sent", () => {
  test("one byte to 25 MB, and so many at a time", () => {
    expect(decideSize(1).ok).toBe(true);
    expect(decideSize(MAX_ATTACHMENT_BYTES).ok).toBe(true);
    expect(decideSize(0)).toMatchObject({ error: { code: "file-empty" } });
    expect(decideSize(MAX_ATTACHMENT_BYTES + 1)).toMatchObject({ error: { code: "file-too-large" } });
    expect(decideUpload(MAX_WAITING_UPLOADS - 1).ok).toBe(true);
    expect(decideUpload(MAX_WAITING_UPLOADS)).toMatchObject({ error: { code: "too-many-uploads" } });
  });

  test("a message is words, files or both", () => {
    const file: Attachment = { id: ID, name: "a.png", type: "image/png", size: 1, image: null };
    expect(decideContent("", [file])).toMatchObject({ ok: true, value: { text: "", attachments: [file] } });
    expect(decideContent("Hello", []).ok).toBe(true);
    expect(decideContent(" \n", [])).toMatchObject({ error: { code: "message-empty" } });
    expect(decideContent("\u200B\u00A0\uFEFF", [])).toMatchObject({ error: { code: "message-empty" } });
    expect(decideContent("\u200B", [file])).toMatchObject({ value: { text: "" } });
    expect(decideContent("Hello", null)).toMatchObject({ error: { code: "file-unknown" } });
  });
});

const part = (contentId: string | null, contentType = "image/png", content = PNG) => ({
  filename: null,
  contentType,
  disposition: null,
  contentId,
  bytes: content,
  related: contentId !== null,
  text: null,
});

/** Of a mail that names a logo in its quote, and shows a picture in its own words. */
const of = (...parts: readonly ReturnType<typeof part>[]) =>
  inboundFiles(parts, { named: ["logo", "shown"], kept: ["shown"] });

describe("what comes along with a mail", () => {
  test("a picture in the person's words, and not the one in the quote", () => {
    expect(of(part("logo"), part("shown"))).toEqual([part("shown")]);
  });
  test("a picture that the HTML does not name, and every other file", () => {
    expect(of(part("elsewhere"), part(null, "application/pdf"))).toHaveLength(2);
  });
  test("no signature of a program, and nothing that is empty", () => {
    expect(of(part(null, "application/pgp-signature"), part(null, "image/png", new Uint8Array()))).toEqual([]);
  });
});

const MB = 1024 * 1024;
const file = (name: string, size: number, type = "application/pdf"): Attachment => ({
  id: attachmentId(name),
  name,
  type,
  size,
  image: type.startsWith("image/") ? { width: 3, height: 2 } : null,
});
const travelling = (...files: readonly Attachment[]) => [...mailFiles(files).values()];

describe("how files travel in a mail", () => {
  test("pictures in their place, other files beside them, too large ones as links", () => {
    expect(
      travelling(file("a", 10 * MB), file("b", 10 * MB + 1), file("c", MB, "image/png"), file("d", 1, "image/webp")),
    ).toEqual(["attached", "linked", "inline", "attached"]);
  });

  test("what would make the mail too large goes as a link, and a smaller one after it still travels", () => {
    expect(travelling(file("a", 9 * MB), file("b", 9 * MB), file("c", 8 * MB), file("d", 1))).toEqual([
      "attached",
      "linked",
      "attached",
      "linked",
    ]);
  });

  test("whatever the files, the mail stays under 25 MB once encoded", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 25 * MB }), { maxLength: 20 });
    fc.assert(
      fc.property(sizes, (all) => {
        const files = all.map((size, i) => file(`${i}`, size));
        const ways = mailFiles(files);
        const carried = files.filter(({ id }) => ways.get(id) !== "linked").reduce((sum, { size }) => sum + size, 0);
        // 57 octets make a line of 76 and its end; 200 kB are left for words and headers.
        expect(Math.ceil(carried / 57) * 78).toBeLessThan(25_000_000 - 200_000);
      }),
    );
  });
});
