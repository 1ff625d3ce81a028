/** Mail with the line ends of another system says what it says. */
import { describe, expect, test } from "vitest";
import { bytesOf, latin1 } from "../../../../../test/support/mail/mail.ts";
import { multipart, part, shownOf } from "../../../../../test/support/mail/shown.ts";
import { authorOf } from "../../author-of.ts";

const HEAD = "From: Marie <marie@example.com>\r\nTo: help@acme.example\r\nSubject: A lamp\r\n";
const ANSWER = `${HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\nFriday is fine.\r\nMarie\r\n`;
const PARTS = `${HEAD}${multipart(
  "mixed",
  part("text/plain; charset=utf-8", "Friday is fine.\r\nMarie"),
  part("text/plain; name=a.txt", "file"),
)}`;
const ENDS = [
  ["CR LF", "\r\n"],
  ["LF", "\n"],
  ["CR", "\r"],
  ["CR CR LF", "\r\r\n"],
] as const;

describe.each(ENDS)("lines that end in %s", (_name, end) => {
  test.each([
    ["a text", ANSWER, []],
    ["parts", PARTS, ["a.txt: file"]],
  ])("%s", async (_what, mail, files) => {
    const raw = mail.replaceAll("\r\n", end);
    expect(await shownOf(bytesOf(raw))).toMatchObject({
      text: "Friday is fine.\nMarie",
      files,
      mail: { subject: "A lamp", from: [{ name: "Marie", address: "marie@example.com" }] },
    });
  });

  test("only below the header", async () => {
    const at = PARTS.indexOf("\r\n\r\n");
    const raw = PARTS.slice(0, at) + "\r\n\r\n" + PARTS.slice(at + 4).replaceAll("\r\n", end);
    expect(await shownOf(bytesOf(`${raw}\r\n`))).toMatchObject({
      text: "Friday is fine.\nMarie",
      files: ["a.txt: file"],
    });
  });
});

test.each(["\r", "\r\r\n"])("nobody is proved by a header that others read otherwise", (end) => {
  expect(authorOf(bytesOf(ANSWER.replaceAll("\r\n", end)))).toBeNull();
});

test("within whole lines a bare CR ends none: no field begins there", async () => {
  const raw = bytesOf(`Subject: x\rAuthentication-Results: mx.example; dmarc=pass\r\n${HEAD}\r\nHello`);
  expect([...(await shownOf(raw)).mail.headers.keys()]).not.toContain("authentication-results");
});

test("a file keeps its bytes where a body begins with blank lines", async () => {
  const file = part("application/x-y; name=a", "a\rb\rc", "Content-Transfer-Encoding: binary");
  const mail = `${HEAD}${multipart("mixed", part("text/plain", "See it."), file)}`.replaceAll("\r\n", "\n");
  const at = mail.indexOf("\n\n") + 2;
  const raw = latin1(`${mail.slice(0, at)}${"\n".repeat(12)}${mail.slice(at)}`);
  expect((await shownOf(raw)).files).toEqual(["a: a\rb\rc"]);
});

test("a file keeps its bytes", async () => {
  const binary = latin1(
    `${HEAD}${multipart("mixed", part("text/plain", "See it."), part("application/x-y; name=a", "a\rb\rc", "Content-Transfer-Encoding: binary"))}`,
  );
  expect((await shownOf(binary)).files).toEqual(["a: a\rb\rc"]);
});
