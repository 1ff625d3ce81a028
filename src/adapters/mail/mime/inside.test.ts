/** Files within words and in wrappers of their own, and forms of a letter that are for programs. */
import { describe, expect, test } from "vitest";
import { binaryPart, multipart, part, shown } from "../../../../test/support/mail/shown.ts";

const PLAIN = part("text/plain; charset=utf-8", "Friday suits me.");

describe("uuencoded", () => {
  const HELLO = ["begin 644 hello.txt", "+2&5L;&\\@=V]R;&0`", "`", "end"];
  const file = "hello.txt: Hello world";

  test.each([
    ["a file below words", ["See the file.", "", ...HELLO], "See the file.", [file]],
    ["a file alone", HELLO, "", [file]],
    ["a file between words", ["Above.", "", ...HELLO, "", "Below."], "Above.\n\nBelow.", [file]],
    ["two files", ["See both.", "", ...HELLO, "", ...HELLO], "See both.", [file, file]],
    ["a file that ends in a space", ["See.", ...HELLO.slice(0, 2), " ", "end"], "See.", [file]],
    ["a file that ends in nothing", ["See.", ...HELLO.slice(0, 2), "", "end"], "See.", [file]],
    ["a file whose end is missing", ["See.", ...HELLO.slice(0, 2)], "See.", [file]],
    ["a name with spaces", ["begin 0644 my file.txt", ...HELLO.slice(1)], "", ["my file.txt: Hello world"]],
    ["base64 of POSIX", ["begin-base64 644 a.txt", "SGVsbG8=", "====", "Below."], "Below.", ["a.txt: Hello"]],
    [
      "a sentence that begins so",
      ["begin 644 hello", "and go on with words"],
      "begin 644 hello\nand go on with words",
      [],
    ],
    ["a program", ["begin 100 loops", "", "end"], "begin 100 loops\n\nend", []],
  ])("%s", async (_what, lines, text, files) => {
    expect(await shown(part("text/plain", lines.join("\r\n")))).toMatchObject({ text, files });
    expect(await shown(part("text/plain; format=flowed", lines.join("\r\n")))).toMatchObject({ files });
  });

  test("a whole part in that encoding is its file", async () => {
    const head = "Content-Transfer-Encoding: x-uuencode";
    const mail = multipart("mixed", PLAIN, part("application/octet-stream", HELLO.join("\r\n"), head));
    expect(await shown(mail)).toMatchObject({ text: "Friday suits me.", files: [file] });
  });
});

const entries = (magic: number, ...parts: readonly (readonly [number, string])[]): Buffer => {
  const head = Buffer.alloc(26 + parts.length * 12);
  head.writeUInt32BE(magic, 0);
  head.writeUInt32BE(0x0002_0000, 4);
  head.writeUInt16BE(parts.length, 24);
  let at = head.length;
  for (const [i, [id, text]] of parts.entries()) {
    head.writeUInt32BE(id, 26 + i * 12);
    head.writeUInt32BE(at, 30 + i * 12);
    head.writeUInt32BE(text.length, 34 + i * 12);
    at += text.length;
  }
  return Buffer.concat([head, Buffer.from(parts.map(([, text]) => text).join(""), "latin1")]);
};

describe("files of a Macintosh", () => {
  const fork = binaryPart("application/applefile; name=photo.png", entries(0x0005_1607, [2, "resources"]));
  const photo = binaryPart("image/png; name=photo.png", Buffer.from("picture"));

  test.each([
    ["in two parts", multipart("appledouble", fork, photo), "photo.png: picture"],
    [
      "in two parts, named once",
      multipart("appledouble", fork, binaryPart("image/png", Buffer.from("picture"))),
      "photo.png: picture",
    ],
    [
      "in one",
      binaryPart("application/applefile", entries(0x0005_1600, [1, "picture"], [3, "caf\x8E.png"])),
      "café.png: picture",
    ],
    [
      "in one, named outside",
      binaryPart("application/applefile; name=a.png", entries(0x0005_1600, [1, "picture"])),
      "a.png: picture",
    ],
    ["beside what only a Macintosh knows", multipart("related", fork, photo), "photo.png: picture"],
    [
      "beside it under a name alone",
      multipart(
        "related",
        binaryPart("application/octet-stream; name=._photo.png", entries(0x0005_1607, [2, "resources"])),
        photo,
      ),
      "photo.png: picture",
    ],
  ])("%s are one", async (_what, mail, file) => {
    expect(await shown(multipart("mixed", PLAIN, mail))).toMatchObject({ text: "Friday suits me.", files: [file] });
  });
});

describe("forms for programs that few have", () => {
  test.each([
    ["text/x-amp-html", "<html amp4email></html>"],
    ["text/watch-html", "<b>Watch</b>"],
    ["application/ld+json", "{}"],
    ["text/vnd.google.email-reaction+json", "no json"],
  ])("%s is neither words nor a file", async (type, text) => {
    const html = part("text/html", "<p>Rich words</p>");
    expect(await shown(multipart("alternative", PLAIN, part(type, text), html))).toMatchObject({
      text: "Rich words",
      files: [],
    });
  });
});

const gmail = (json: string): string =>
  multipart(
    "alternative",
    part("text/plain; charset=utf-8", "👍\r\n\r\nMarie reacted via Gmail\r\n\r\nOn Sun, Acme wrote:\r\n> It left"),
    part("text/vnd.google.email-reaction+json; charset=utf-8", json),
    part("text/html; charset=utf-8", "<div>👍</div><p>Marie reacted via Gmail</p>"),
  );
describe("a reaction is shown as the reaction", () => {
  test.each(["👍", "❤️", "👩‍💻", "🇫🇷", "1️⃣"])("%s of Gmail", async (emoji) => {
    expect(await shown(gmail(JSON.stringify({ version: 1, emoji })))).toMatchObject({ text: emoji, files: [] });
  });

  test("what is no emoji is no reaction", async () => {
    expect((await shown(gmail('{"version":1,"emoji":"You have won"}'))).text).toContain("Marie reacted via Gmail");
  });

  test("a part of that disposition", async () => {
    const mail = multipart("mixed", part("text/plain; charset=utf-8", "🎉\r\n", "Content-Disposition: reaction"));
    expect(await shown(mail)).toMatchObject({ text: "🎉", files: [] });
  });

  const QUOTED =
    "________________________________\r\nFrom: Acme <help@acme.example>\r\nSent: Sunday\r\nSubject: Lamp\r\n\r\nIt left.";
  test.each([
    ["[like]  Marie Dupont reacted to your message:", "👍"],
    ["[Heart] Marie Dupont reacted to your message:", "❤️"],
    ["😆 Marie Dupont reacted to your message:", "😆"],
    ["[surprised] Marie Dupont a réagi à votre message :", "😲"],
    ["[sad] Marie Dupont hat auf Ihre Nachricht reagiert:", "😢"],
  ])("of Outlook: %s", async (line, emoji) => {
    expect((await shown(part("text/plain; charset=utf-8", `${line}\r\n${QUOTED}`))).text).toBe(emoji);
  });

  test("of Outlook in HTML", async () => {
    const html =
      '<table><tr><td><img alt="celebrate" src="" style="height:25px"> </td><td><span>Marie Dupont</span> <span>reacted to your message:</span></td></tr></table><hr>';
    expect((await shown(multipart("alternative", part("text/html", html)))).text).toBe("🎉");
  });

  test.each(["👍 Great, thank you", "[like] this one, please", "❤️"])("%s is what somebody wrote", async (text) => {
    expect((await shown(part("text/plain; charset=utf-8", text))).text).toBe(text);
  });

  test("a person who writes about a reaction is a person", async () => {
    const text = "Nobody reacted to your message: why?";
    expect((await shown(part("text/plain", text))).text).toBe(text);
    expect((await shown(part("text/plain", "Nobody reacted to your message:"))).text).toContain("Nobody");
  });
});
