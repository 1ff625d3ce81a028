/** What stands in an envelope of S/MIME or PGP is shown, and called what it is. */
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { binaryPart, multipart, part, shown } from "../../../../test/support/mail/shown.ts";

const PLAIN = part("text/plain; charset=utf-8", "Friday suits me.");

/** Elements of BER, as far as CMS needs them. */
const der = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
/** Of a length that only its end tells. */
const streamed = (tag: number, ...content: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])]);
const oid = (hex: string): Buffer => der(6, Buffer.from(hex, "hex"));
const SIGNED = oid("2a864886f70d010702");
const ENVELOPED = oid("2a864886f70d010703");
const COMPRESSED = oid("2a864886f70d0109100109");
const DATA = oid("2a864886f70d010701");
const VERSION = der(2, Buffer.from([1]));
const signed = (content: Buffer): Buffer =>
  der(0x30, SIGNED, der(0xa0, der(0x30, VERSION, der(0x31), der(0x30, DATA, der(0xa0, der(4, content))), der(0x31))));
const INNER = Buffer.from("Content-Type: text/plain; charset=utf-8\r\n\r\nGröße of the lamp?\r\n");
const SMIME = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m";

describe("S/MIME", () => {
  test.each([
    ["under its type", binaryPart(SMIME, signed(INNER))],
    ["under its old type", binaryPart("application/x-pkcs7-mime; name=smime.p7m", signed(INNER))],
    ["as a file of bytes", binaryPart("application/octet-stream; name=smime.p7m", signed(INNER))],
    ["within a mixture", multipart("mixed", binaryPart(SMIME, signed(INNER)))],
    [
      "in a stream of pieces",
      binaryPart(
        SMIME,
        streamed(
          0x30,
          SIGNED,
          streamed(
            0xa0,
            streamed(
              0x30,
              VERSION,
              der(0x31),
              streamed(
                0x30,
                DATA,
                streamed(0xa0, streamed(0x24, der(4, INNER.subarray(0, 30)), der(4, INNER.subarray(30)))),
              ),
              der(0x31),
            ),
          ),
        ),
      ),
    ],
    ["twice", binaryPart(SMIME, signed(Buffer.from(binaryPart(SMIME, signed(INNER)))))],
    ["cut off behind its words", binaryPart(SMIME, signed(INNER).subarray(0, -2))],
  ])("signed in one piece is unwrapped %s", async (_what, mail) => {
    expect(await shown(mail)).toMatchObject({
      text: "Größe of the lamp?",
      cut: null,
      mail: { protection: "signed" },
      files: [],
    });
  });

  test("the files inside come along", async () => {
    const inner = multipart("mixed", PLAIN, part("text/csv; name=a.csv", "1,2"));
    expect(await shown(binaryPart(SMIME, signed(Buffer.from(inner))))).toMatchObject({
      text: "Friday suits me.",
      files: ["a.csv: 1,2"],
    });
  });

  test("compressed is unwrapped", async () => {
    const packed = der(4, deflateSync(INNER));
    const mail = der(0x30, COMPRESSED, der(0xa0, der(0x30, VERSION, der(0x30), der(0x30, DATA, der(0xa0, packed)))));
    expect(await shown(binaryPart("application/pkcs7-mime", mail))).toMatchObject({
      text: "Größe of the lamp?",
      mail: { protection: null },
    });
  });

  test("encrypted stays a file and is called so", async () => {
    const mail = der(0x30, ENVELOPED, der(0xa0, der(0x30, VERSION)));
    const read = await shown(binaryPart("application/pkcs7-mime; name=smime.p7m", mail));
    expect(read).toMatchObject({ text: "", mail: { protection: "encrypted" } });
    expect(read.files).toHaveLength(1);
  });

  test("signed apart shows its words, and its signature is no file", async () => {
    const signature = binaryPart("application/pkcs7-signature; name=smime.p7s", Buffer.from("sig"));
    expect(await shown(multipart("signed", PLAIN, signature))).toMatchObject({
      text: "Friday suits me.",
      cut: null,
      mail: { protection: "signed" },
      files: [],
    });
  });

  test("what only bears the name is a file", async () => {
    expect(await shown(binaryPart(SMIME, Buffer.from("nothing of the kind")))).toMatchObject({
      text: "",
      mail: { protection: null },
      files: ["smime.p7m: nothing of the kind"],
    });
  });
});

describe("PGP", () => {
  const SIGNATURE = ["-----BEGIN PGP SIGNATURE-----", "", "iQEzBAEBCAAdFiEE", "=AbCd", "-----END PGP SIGNATURE-----"];
  const armoured = (...words: readonly string[]): string =>
    ["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "", ...words, ...SIGNATURE].join("\r\n");

  test.each([
    ["alone", armoured("The lamp is broken.", "Marie"), "The lamp is broken.\nMarie"],
    ["with a dash in front", armoured("- -----", "- - one"), "-----\n- one"],
    ["above a quote", `${armoured("Yes.")}\r\n\r\n> It left`, "Yes."],
    ["below words of a list", `[external]\r\n${armoured("Yes.")}`, "[external]\nYes."],
    ["whose end is missing", armoured("Yes.").split("\r\n").slice(0, -2).join("\r\n"), "Yes."],
    ["without a signature", "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA1\r\n\r\nYes.", "Yes."],
  ])("words signed in the text show without the armour: %s", async (_what, text, said) => {
    expect(await shown(part("text/plain", text))).toMatchObject({
      text: said,
      files: [],
      mail: { protection: "signed" },
    });
  });

  test("the armour is folded away in HTML too", async () => {
    const html = armoured("Yes.").replaceAll("\r\n", "<br>\r\n");
    expect(await shown(part("text/html", html))).toMatchObject({ text: "Yes.", mail: { protection: "signed" } });
  });

  test("a key in the text is folded away", async () => {
    const key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\r\n\r\nmQENBF\r\n-----END PGP PUBLIC KEY BLOCK-----";
    const read = await shown(part("text/plain", `My key:\r\n\r\n${key}`));
    expect(read).toMatchObject({ text: "My key:", mail: { protection: null } });
    expect(read.cut).toContain("mQENBF");
  });

  test("encrypted words are a file", async () => {
    const message = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----";
    const read = await shown(part("text/plain", message));
    expect(read).toMatchObject({ text: "", mail: { protection: "encrypted" } });
    expect(read.files).toEqual([`encrypted.asc: ${message.replaceAll("\r\n", "\n")}\n`]);
  });

  test("encrypted words in two forms are one file, and words beside them are words", async () => {
    const message = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----";
    const plain = part("text/plain", `See below.\r\n\r\n${message}`);
    const html = part("text/html", `<p>See below.</p><pre>${message}</pre>`);
    for (const mail of [multipart("alternative", plain, html), plain, html]) {
      expect(await shown(mail)).toMatchObject({ text: "See below.", mail: { protection: "encrypted" } });
      expect((await shown(mail)).files).toHaveLength(1);
    }
    expect(
      (await shown(multipart("alternative", part("text/plain", message), part("text/html", `<pre>${message}</pre>`))))
        .text,
    ).toBe("");
  });

  test("an encrypted mail is one file", async () => {
    const control = part("application/pgp-encrypted", "Version: 1");
    const mail = multipart("encrypted", control, part("application/octet-stream; name=encrypted.asc", "armour"));
    expect(await shown(mail)).toMatchObject({
      text: "",
      cut: null,
      mail: { protection: "encrypted" },
      files: ["encrypted.asc: armour"],
    });
  });

  test("a signature apart is no file", async () => {
    const mail = multipart("signed", PLAIN, part("application/pgp-signature; name=signature.asc", "armour"));
    expect(await shown(mail)).toMatchObject({ text: "Friday suits me.", files: [], mail: { protection: "signed" } });
  });

  test("a mark in somebody's sentence is words", async () => {
    const text = "Why does it say -----BEGIN PGP SIGNED MESSAGE----- here?";
    expect(await shown(part("text/plain", text))).toMatchObject({ text, mail: { protection: null } });
  });
});
