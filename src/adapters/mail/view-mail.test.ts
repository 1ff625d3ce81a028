import { expect, test } from "vitest";
import { createMailViewer } from "./view-mail.ts";

const viewer = createMailViewer();
const pathOf = (at: number): string => `/files/${at}`;
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

interface Part {
  readonly type: string;
  readonly head?: readonly string[];
  readonly base64: string;
}

const mailOf = (html: string, parts: readonly Part[], headers: readonly string[] = []): Buffer =>
  Buffer.from(
    [
      "From: Pierre <pierre@example.org>",
      "MIME-Version: 1.0",
      ...headers,
      'Content-Type: multipart/related; boundary="b"',
      "",
      "--b",
      "Content-Type: text/html; charset=utf-8",
      "",
      html,
      ...parts.flatMap(({ type, head = [], base64 }) => [
        "--b",
        `Content-Type: ${type}`,
        "Content-Transfer-Encoding: base64",
        ...head,
        "",
        base64,
      ]),
      "--b--",
    ].join("\r\n"),
  );

test("a picture of the mail is drawn by the path of its place there", async () => {
  const raw = mailOf('<img src="cid:b@x"><img src="cid:a@x">', [
    { type: "image/png", head: ["Content-ID: <a@x>"], base64: PNG },
    { type: "image/png", head: ["Content-ID: <b@x>"], base64: PNG },
  ]);
  expect((await viewer.view(raw, pathOf)).html).toBe('<img src="/files/1" /><img src="/files/0" />');
});

test("what calls itself a picture and is none is not drawn, and neither is what the mail does not hold", async () => {
  const svg = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>").toString("base64");
  const raw = mailOf('<img src="cid:svg"><img src="cid:page"><img src="cid:other"><img src="/files/0">', [
    { type: "image/svg+xml", head: ["Content-ID: <svg>"], base64: svg },
    { type: "image/png", head: ["Content-ID: <page>"], base64: Buffer.from("<script>").toString("base64") },
  ]);
  expect((await viewer.view(raw, pathOf)).html).toBe("<img /><img /><img /><img />");
});

test("of two pictures with one id the first is drawn", async () => {
  const raw = mailOf('<img src="cid:a">', [
    { type: "image/png", head: ["Content-ID: <a>"], base64: PNG },
    { type: "image/png", head: ["Content-ID: <a>"], base64: PNG },
  ]);
  expect((await viewer.view(raw, pathOf)).html).toBe('<img src="/files/0" />');
});

test("headers are read as people write them, each on its one line", async () => {
  const raw = mailOf("hello", [], ["Subject: =?utf-8?q?H=C3=A9las=0D=0ABcc:_x?=", "X-Plain: as it is"]);
  const { headers } = await viewer.view(raw, pathOf);
  expect(headers).toContainEqual({ name: "subject", value: "Hélas  Bcc: x" });
  expect(headers).toContainEqual({ name: "x-plain", value: "as it is" });
});

test("a file is what its bytes say, under a name that is safe, and its bytes are those that came", async () => {
  const raw = mailOf("hello", [
    {
      type: "text/html",
      head: ['Content-Disposition: attachment; filename="../page.html"'],
      base64: Buffer.from("<script>x()</script>").toString("base64"),
    },
    { type: "application/octet-stream", head: ["Content-Disposition: attachment"], base64: PNG },
  ]);
  const { attachments } = await viewer.view(raw, pathOf);
  expect(attachments).toEqual([
    { name: "page.html", type: "application/octet-stream", size: 20, image: null },
    { name: "file.png", type: "image/png", size: Buffer.from(PNG, "base64").length, image: { width: 1, height: 1 } },
  ]);
  expect(await viewer.file(raw, 1)).toEqual({
    facts: attachments[1],
    bytes: new Uint8Array(Buffer.from(PNG, "base64")),
  });
  expect(await viewer.file(raw, 2)).toBeNull();
});

test.each([
  ["multipart/signed; boundary=b", "signed"],
  ["multipart/encrypted; boundary=b", "encrypted"],
  ["multipart/mixed; boundary=b", null],
])("%s is called what it claims to be: %s", async (type, protection) => {
  const raw = Buffer.from(`Content-Type: ${type}\r\n\r\n--b\r\n\r\nhello\r\n--b--\r\n`);
  expect((await viewer.view(raw, pathOf)).protection).toBe(protection);
});
