/** Words that somebody added, as they are, to a body in base64 are read beside what it says. */
import { describe, expect, test } from "vitest";
import { latin1 } from "../../../../../test/support/mail/mail.ts";
import { growthOf, LINEAR } from "../../../../../test/support/growth.ts";
import { mend } from "./mend.ts";
import { binaryPart, multipart, part, shown, shownOf } from "../../../../../test/support/mail/shown.ts";

const WORDS = "Friday suits me, and I bring the lamp along: à bientôt, so that you can look at it yourself à";
const FOOTER = "_______________________________________________\nLamps mailing list\nhttps://lists.example/lamps";
const code = (text: string, width = 76): string =>
  (
    Buffer.from(text)
      .toString("base64")
      .match(new RegExp(`.{1,${width}}`, "g")) ?? []
  ).join("\r\n");
const mail = (body: string, type = "text/plain; charset=utf-8"): string =>
  part(type, body.replaceAll(/\r?\n/g, "\r\n"), "Content-Transfer-Encoding: base64");
const textOf = async (raw: string): Promise<string> => {
  const { text, html } = (await shown(raw)).mail;
  return (text ?? html ?? "").replaceAll(/\n{2,}/g, "\n").trim();
};

describe("below the code", () => {
  test.each<readonly [what: string, body: string, read: string]>([
    ["on the next line", `${code(WORDS)}\n${FOOTER}\n`, `${WORDS}\n${FOOTER}`],
    ["below a blank line", `${code(WORDS)}\n\n${FOOTER}`, `${WORDS}\n${FOOTER}`],
    ["on the line of its padding", `${code("Yes, à 5 h")}${FOOTER}`, `Yes, à 5 h\n${FOOTER}`],
    ["without padding", `${code("Yes, at five")}\n${FOOTER}`, `Yes, at five\n${FOOTER}`],
    ["with a padded line of full width", `${code(WORDS, 124)}\n${FOOTER}`, `${WORDS}\n${FOOTER}`],
    ["in narrow lines", `${code(WORDS, 60)}\n${FOOTER}`, `${WORDS}\n${FOOTER}`],
    ["in lines that are no multiple of four", `${code(WORDS, 70)}\n${FOOTER}`, `${WORDS}\n${FOOTER}`],
    [
      "with words that could be code",
      `${code(WORDS)}\n\nDisclaimer\nThis mail is private.`,
      `${WORDS}\nDisclaimer\nThis mail is private.`,
    ],
    ["of one word", `${code("Yes, à 5 h")}\nDisclaimer`, "Yes, à 5 h\nDisclaimer"],
    [
      "of letters beyond ASCII",
      `${code(WORDS)}\n-- \nVérifié par le pare-feu à`,
      `${WORDS}\n-- \nVérifié par le pare-feu à`,
    ],
    [
      "two of them",
      `${code(WORDS)}\n-- \nList\n\n--\nChecked by a scanner.`,
      `${WORDS}\n-- \nList\n--\nChecked by a scanner.`,
    ],
  ])("%s", async (_what, body, read) => {
    expect(await textOf(mail(body))).toBe(read);
  });
});

describe("above the code", () => {
  const BANNER = "CAUTION: this mail came from outside.";

  test("a banner", async () => {
    expect(await textOf(mail(`${BANNER}\n\n${code(WORDS)}`))).toBe(`${BANNER}\n${WORDS}`);
  });

  test("and below as well", async () => {
    expect(await textOf(mail(`${BANNER}\n\n${code(WORDS)}\n${FOOTER}`))).toBe(`${BANNER}\n${WORDS}\n${FOOTER}`);
  });
});

describe("whatever the part", () => {
  const HTML = `<html><body><p>${WORDS}</p></body></html>`;
  const body = `${code(WORDS)}\r\n${FOOTER.replaceAll("\n", "\r\n")}`;

  test("in HTML it is words and no tags", async () => {
    const read = await textOf(mail(`${code(HTML)}\n<b> & Co\nList`, "text/html; charset=utf-8"));
    expect(read).toBe(`${HTML}\n<div>&lt;b&gt; &amp; Co<br>\nList</div>`);
  });

  test("without a type, and in Latin letters of another charset", async () => {
    const raw = ["From: marie@example.com", "Content-Transfer-Encoding: BASE64", "", body].join("\r\n");
    expect((await shownOf(latin1(raw))).mail.text).toContain("lists.example");
    const old = mail(
      `${Buffer.from("d\xE9j\xE0", "latin1").toString("base64")}\nList: 5 \xE0 7`,
      "text/plain; charset=iso-8859-1",
    );
    expect((await shownOf(latin1(`From: m@example.com\r\n${old}`))).mail.text).toBe("déjà\n\nList: 5 à 7");
  });

  test.each(["mixed", "alternative"])("as one of multipart/%s", async (type) => {
    const other = part("text/html; charset=utf-8", `<p>${WORDS}</p>`);
    const { text } = (await shown(multipart(type, mail(body), other))).mail;
    expect(text).toContain(`${WORDS}\n\n${FOOTER}`);
    expect(text).not.toContain("--");
  });

  test("and with line feeds alone", async () => {
    expect(await textOf(multipart("mixed", mail(body)).replaceAll("\r\n", "\n"))).toBe(`${WORDS}\n${FOOTER}`);
  });
});

describe("what is nothing but code stays as it is", () => {
  test.each<readonly [what: string, body: string, read: string]>([
    ["whole", code(WORDS), WORDS],
    ["with blank lines between", code(WORDS).replaceAll("\r\n", "\r\n\r\n"), WORDS],
    ["with every line padded", `${code("Yes, à 5 h")}\r\n${code("and à 7 h!")}`, "Yes, à 5 hand à 7 h!"],
    ["in two pieces", `${code(WORDS)}\r\n\r\n${code("And more à")}`, `${WORDS}And more à`],
    ["with spaces behind its lines", code(WORDS).replaceAll("\r\n", "  \r\n"), WORDS],
    ["not told apart by its padding", code(WORDS).replace(/=+$/, ""), WORDS],
  ])("%s", async (_what, body, read) => {
    expect(await textOf(mail(body))).toBe(read);
  });

  test("damage within it costs what is damaged", async () => {
    const [first = "", ...rest] = code(WORDS.repeat(6)).split("\r\n");
    const damaged = [first, "?!", ...rest].join("\r\n");
    expect(await textOf(mail(damaged))).toBe(WORDS.repeat(6));
  });

  test("words that are only called code are read as they are", async () => {
    expect(await textOf(mail("Well\nwe will do that."))).toBe("Well\nwe will do that.");
    expect(await textOf(mail("Hello Léo,\nFriday suits me."))).toBe("Hello Léo,\nFriday suits me.");
  });

  test("a file is left to its program, and gets no words", async () => {
    const bytes = Buffer.from("size;price\n5;42 à");
    const file = binaryPart('text/csv; name="a.csv"', bytes);
    const [read = ""] = (await shown(multipart("mixed", part("text/plain", "See."), file))).files;
    expect(read).toBe(`a.csv: ${bytes.toString("latin1")}`);
    const [longer = ""] = (await shown(multipart("mixed", part("text/plain", "See."), `${file}\r\n\r\n${FOOTER}`)))
      .files;
    expect(longer.startsWith(read)).toBe(true);
    expect(longer).not.toContain("mailing list");
  });
});

test("boundaries that never come again cost as much as the mail is long", async () => {
  const head = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  const read = async (count: number): Promise<void> => {
    const parts = Array.from({ length: count }, (_, i) => `--edge${i}\r\n${head}${"QUJD".repeat(500)}\r\n`);
    mend(latin1(`From: marie@example.com\r\n\r\n${parts.join("")}`));
  };
  expect(await growthOf(read, 4_000)).toBeLessThan(LINEAR);
});
