/** winmail.dat gives its words and files, whoever opens it. */
import { describe, expect, test } from "vitest";
import { bytesOf, latin1 } from "../../../../test/support/mail/mail.ts";
import { binaryPart, multipart, part, shown, shownOf } from "../../../../test/support/mail/shown.ts";

const WORDS = "Friday suits me.";
const TEXT = part("text/plain; charset=utf-8", WORDS);

const u32 = (value: number): Buffer =>
  Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]);
const attribute = (level: number, id: number, data: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, Buffer.from([0, 0])]);
const tnef = (...attributes: readonly Uint8Array[]): Buffer =>
  Buffer.concat([u32(0x223e_9f78), Buffer.from([1, 0]), ...attributes]);
const padded = (data: Uint8Array): Buffer => Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
const property = (id: number, type: number, data: Uint8Array): Buffer =>
  Buffer.concat([u32(id * 65_536 + type), u32(1), u32(data.length), padded(data)]);
const properties = (...all: readonly Uint8Array[]): Buffer => Buffer.concat([u32(all.length), ...all]);
const zero = (text: string): Buffer => Buffer.from(`${text}\0`, "latin1");
const wide = (text: string): Buffer => Buffer.from(`${text}\0`, "utf16le");
const rtf = (text: string): Buffer =>
  Buffer.concat([u32(text.length + 12), u32(text.length), u32(0x414c_454d), u32(0), Buffer.from(text, "latin1")]);
const cp1252 = attribute(1, 0x0006_9007, Buffer.concat([u32(1252), u32(0)]));
const body = attribute(1, 0x0002_800c, zero("Gr\xF6\xDFe?"));
const withProperties = (...all: readonly Uint8Array[]): Buffer =>
  tnef(cp1252, attribute(1, 0x0006_9003, properties(...all)));
const file = (...more: readonly Uint8Array[]): Buffer =>
  Buffer.concat([attribute(2, 0x0006_9002, Buffer.alloc(14)), ...more]);
const content = attribute(2, 0x0006_800f, Buffer.from("Order 4711"));
const mailOf = (bytes: Buffer): string => binaryPart('application/ms-tnef; name="winmail.dat"', bytes);

describe("winmail.dat", () => {
  test.each([
    ["plain words", tnef(cp1252, body), "Größe?"],
    ["words as a property", withProperties(property(0x1000, 0x1e, zero("Hello"))), "Hello"],
    ["words in Unicode", withProperties(property(0x1000, 0x1f, wide("Größe?"))), "Größe?"],
    ["HTML", withProperties(property(0x1013, 0x102, Buffer.from("<p>Gr\xF6\xDFe?</p>", "latin1"))), "Größe?"],
    [
      "behind properties with names",
      withProperties(
        Buffer.concat([u32(0x8001_0003), Buffer.alloc(16), u32(0), u32(5), u32(1)]),
        Buffer.concat([
          u32(0x8002_001f),
          Buffer.alloc(16),
          u32(1),
          u32(6),
          padded(wide("ab")),
          u32(1),
          u32(4),
          wide("a"),
        ]),
        property(0x1000, 0x1e, zero("Hello")),
      ),
      "Hello",
    ],
    [
      "rich text",
      withProperties(
        property(
          0x1009,
          0x102,
          rtf("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 Gr\\'f6\\'dfe?\\par \\u8364 ?5}"),
        ),
      ),
      "Größe?\n€5",
    ],
    [
      "rich text with a Russian font",
      withProperties(property(0x1009, 0x102, rtf("{\\rtf1{\\fonttbl{\\f1\\fcharset204 Arial;}}\\f1\\'cf\\'f0\\'e8}"))),
      "При",
    ],
    [
      "HTML within rich text",
      withProperties(
        property(
          0x1009,
          0x102,
          rtf(
            "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf \\b \\htmlrtf0 Hello{\\*\\htmltag84 &amp;}\\htmlrtf nothing\\htmlrtf0 you{\\*\\htmltag72 </p>}}",
          ),
        ),
      ),
      "Hello&you",
    ],
  ])("gives its words: %s", async (_what, bytes, said) => {
    expect(await shown(mailOf(bytes))).toMatchObject({ text: said, files: [] });
  });

  test("packed rich text is unpacked", async () => {
    // The example of MS-OXRTFCP §3.1.
    const packed = Buffer.from(
      "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
      "hex",
    );
    expect((await shown(mailOf(withProperties(property(0x1009, 0x102, packed))))).text).toBe("hello world");
  });

  test.each([
    ["by its title", file(attribute(2, 0x0001_8010, zero("order.txt")), content), "order.txt: Order 4711"],
    [
      "by its long name",
      file(
        attribute(2, 0x0001_8010, zero("ORDER~1.TXT")),
        content,
        attribute(2, 0x0006_9005, properties(property(0x3707, 0x1f, wide("Größe 4711.txt")))),
      ),
      "Größe 4711.txt: Order 4711",
    ],
    [
      "with its bytes as a property",
      file(
        attribute(
          2,
          0x0006_9005,
          properties(property(0x3707, 0x1e, zero("a.txt")), property(0x3701, 0x102, Buffer.from("Order"))),
        ),
      ),
      "a.txt: Order",
    ],
    [
      "as a mail of its own",
      file(
        attribute(
          2,
          0x0006_9005,
          properties(
            property(0x3001, 0x1e, zero("Reminder")),
            property(0x3701, 0x0d, Buffer.concat([Buffer.alloc(16), tnef(cp1252, body)])),
          ),
        ),
      ),
      `Reminder.txt: ${Buffer.from("Größe?").toString("latin1")}`,
    ],
  ])("gives its files: %s", async (_what, attributes, given) => {
    expect(await shown(mailOf(tnef(cp1252, body, attributes)))).toMatchObject({ text: "Größe?", files: [given] });
  });

  test("beside words of the mail only its files count", async () => {
    const mail = multipart(
      "mixed",
      TEXT,
      mailOf(tnef(cp1252, body, file(attribute(2, 0x0001_8010, zero("a.txt")), content))),
    );
    expect(await shown(mail)).toMatchObject({ text: WORDS, files: ["a.txt: Order 4711"] });
    expect(await shown(multipart("mixed", part("text/plain", " "), mailOf(tnef(cp1252, body))))).toMatchObject({
      text: "Größe?",
    });
  });

  test("under its name alone too", async () => {
    const mail = binaryPart("application/octet-stream; name=winmail.dat", tnef(cp1252, body));
    expect(await shown(mail)).toMatchObject({ text: "Größe?", files: [] });
  });

  test("cut off it gives what stands before, and what is none is a file", async () => {
    const cut = tnef(cp1252, body, file(attribute(2, 0x0001_8010, zero("a.txt")), content)).subarray(0, -6);
    expect(await shown(mailOf(cut))).toMatchObject({ text: "Größe?", files: ["a.txt: Order "] });
    expect(await shown(mailOf(Buffer.from("nothing")))).toMatchObject({ text: "", files: ["winmail.dat: nothing"] });
  });

  test("whatever the bytes, it is answered", async () => {
    for (let at = 0; at < 200; at += 1) {
      const bytes = withProperties(
        property(0x1009, 0x102, rtf("{\\rtf1 a{\\*\\b}}")),
        property(0x1000, 0x1f, wide("ab")),
      );
      bytes[10 + (at % (bytes.length - 10))] = (at * 37) & 255;
      expect(await shownOf(latin1(mailOf(bytes)))).toBeDefined();
    }
    expect(await shownOf(bytesOf(mailOf(tnef())))).toBeDefined();
  });
});
