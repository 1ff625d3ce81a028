/** Files in mail made to hurt or to mislead: whatever they are, the answer stands in its conversation and nothing runs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seq } from "../../src/domain/ids.ts";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { type FileDoors, openFileDoors, type ShownMessage } from "../support/doors/file-doors.ts";
import { file, html, multipart, type Part, picture, plain, PNG } from "../support/mail/mail-parts.ts";

let given: BackOffice;
let talk: Correspondence;
let doors: FileDoors;

beforeAll(async () => {
  given = await backOffice();
  talk = await correspond(given);
  doors = await openFileDoors(given, talk.who);
});
afterAll(async () => {
  await doors.close();
  await given.dispose();
});
// No more than ten mails an hour come into one conversation.
beforeEach(() => given.passes(3_600_000));

async function shown(...lines: Part): Promise<ShownMessage> {
  expect(await talk.answersLines(lines)).toBe("posted");
  const last = (await talk.messages()).at(-1);
  return doors.messageOf("marie", talk.id, seq(last?.seq ?? 0));
}

const named = (parameter: string): Part =>
  file(
    Buffer.from("MZ\x90 runs"),
    "Content-Type: application/octet-stream",
    `Content-Disposition: attachment; ${parameter}`,
  );

const ATTACHED = "Content-Disposition: attachment";

test.each([
  ["a path", 'filename="../../etc/passwd"', "passwd"],
  ["a path of another system", String.raw`filename="C:\\temp\\a.txt"`, "a.txt"],
  ["a direction that turns the ending round", "filename*=utf-8''invoice%E2%80%AEfdp.exe", "invoicefdp.exe"],
  ["a header line", "filename*=utf-8''a%0D%0ABcc%3A%20eve%40example.com.txt", "aBcc_ eve@example.com.txt"],
  ["a header line in an encoded word", 'filename="=?utf-8?Q?a=0D=0ASet-Cookie:_b?="', "aSet-Cookie_ b"],
  ["a quote that would end it", String.raw`filename="a\"; x=\"b.txt"`, "a_; x=_b.txt"],
  ["a device", "filename=CON.txt", "_CON.txt"],
  ["a page's own words", 'filename="<img src=x onerror=alert(1)>.png"', "_img src=x onerror=alert(1)_.png"],
  ["nothing but dots", 'filename="..."', "file"],
])("a name that is %s is cleaned, and the download says so", async (_, parameter, name) => {
  const { attachments } = await shown(...multipart("mixed", plain("Voilà"), named(parameter)));
  expect(attachments).toMatchObject([{ name, type: "application/x-msdownload" }]);
  const got = await doors.download("leo", attachments[0]?.id ?? "");
  expect(got.headers["content-disposition"]).toMatch(
    /^attachment; filename="[^"\\\r\n]+"; filename\*=UTF-8''[^"\\\s]+$/,
  );
  expect(got.headers["set-cookie"]).toBeUndefined();
});

describe("what is said of a file is not believed", () => {
  test("a picture of 65,535 × 65,535 is a file that nobody draws", async () => {
    const bomb = Buffer.from(PNG);
    bomb.writeUInt32BE(65_535, 16);
    bomb.writeUInt32BE(65_535, 20);
    const message = await shown(
      ...multipart("mixed", plain("Voilà"), file(bomb, "Content-Type: image/png; name=a.png")),
    );
    expect(message.attachments).toMatchObject([{ type: "image/png", image: null }]);
  });

  test.each([
    ["a picture that is a page as well", "GIF89a/*<html><script>alert(1)</script>", "text/html", "image/gif"],
    ["a document that is a page as well", "%PDF-1.7 <html><script>alert(1)</script>", "text/html", "application/pdf"],
    ["a page", "<html><script>alert(1)</script>", "image/png", "application/octet-stream"],
    ["a drawing with a script", "<svg onload=alert(1)>", "image/svg+xml", "application/octet-stream"],
  ])("%s is a download of its own type, and no page of ours", async (_, body, declared, type) => {
    const part = file(Buffer.from(body), `Content-Type: ${declared}; name=a.html`, "Content-Disposition: attachment");
    const { attachments } = await shown(...multipart("mixed", plain("Voilà"), part));
    expect(attachments).toMatchObject([{ type }]);
    const got = await doors.download("marie", attachments[0]?.id ?? "");
    expect(got.headers).toMatchObject({
      "content-type": type,
      "content-disposition": expect.stringMatching(/^attachment;/),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
  });
});

describe("how many there are", () => {
  test("two hundred come along, more stay in the raw mail, and the words stand", async () => {
    const parts = Array.from({ length: 230 }, (_, at) =>
      file(Buffer.from(`${at}`), `Content-Type: text/plain; name=${at}.txt`, ATTACHED),
    );
    const message = await shown(...multipart("mixed", plain("Tout est là."), ...parts));
    expect(message.text).toBe("Tout est là.");
    expect(message.attachments.map(({ name }) => name)).toEqual(Array.from({ length: 200 }, (_, at) => `${at}.txt`));
  });

  test("empty ones take nobody's place, and are no message by themselves", async () => {
    const empty = Array.from({ length: 210 }, (_, at) =>
      file(Buffer.of(), `Content-Type: text/plain; name=${at}.txt`, ATTACHED),
    );
    const pdf = file(Buffer.from("%PDF-1.7"), "Content-Type: application/pdf; name=a.pdf");
    expect((await shown(...multipart("mixed", plain("Voilà"), ...empty, pdf))).attachments).toMatchObject([
      { name: "a.pdf" },
    ]);
    const seven = ["Content-Type: text/plain; name=empty.txt", "Content-Disposition: attachment", "", ""];
    const alone = await shown(...multipart("mixed", plain(""), seven));
    expect(alone.attachments).toEqual([]);
    expect(alone.text).toBe(`Re: ${talk.lastMail().header("subject")}`);
  });

  test("fifty thousand names of one picture are one picture", async () => {
    const page = `<p>Voilà</p>${"<div><img src=cid:a@x></div>".repeat(50_000)}`;
    const message = await shown(...multipart("related", html(page), picture("a@x")));
    expect(message).toMatchObject({ text: "Voilà", attachments: [{ name: "picture.png" }] });
  });

  test("fifty thousand pictures that are not there are nothing", async () => {
    const page = Array.from({ length: 50_000 }, (_, at) => `<img src=cid:${at}@x>`).join("");
    const message = await shown(...multipart("related", html(`<p>Voilà ${page}</p>`), picture("49999@x")));
    expect(message).toMatchObject({ text: "Voilà", attachments: [{ name: "picture.png" }] });
  });
});

describe("a picture that stands only in the quote stays there", () => {
  test.each([
    ["as it is", "a@x", "cid:a@x"],
    ["escaped in both places", "a%40x", "cid:a%40x"],
    ["with quotes and a per cent sign", `"a'100%"@x`, "cid:&quot;a'100%&quot;@x"],
    ["with spaces around", "a@x", " \n cid:a@x "],
    ["in capitals", "A@X", "CID:A@X"],
  ])("its address written %s", async (_, id, address) => {
    const page = `<p>Merci</p><blockquote type="cite"><img src="${address}"></blockquote>`;
    expect(await shown(...multipart("related", html(page), picture(id)))).toMatchObject({
      text: "Merci",
      attachments: [],
    });
  });
});

describe("parts that are more than files", () => {
  test("a mail within a mail within a mail is one file, and its words are not hers", async () => {
    const inner = ["Content-Type: message/rfc822", "", "From: eve@example.com", "Subject: b", "", "Pay at once."];
    const outer = ["Content-Type: message/rfc822", "", "Subject: a", ...multipart("mixed", plain("First."), inner)];
    const message = await shown(...multipart("mixed", plain("Voyez."), outer));
    expect(message).toMatchObject({ text: "Voyez.", attachments: [{ name: "a.eml", type: "message/rfc822" }] });
  });

  test.each([
    ["S/MIME", "application/pkcs7-signature", "smime.p7s"],
    ["PGP/MIME", "application/pgp-signature", "signature.asc"],
  ])("a mail signed by %s is its words, without the signature", async (_, type, name) => {
    const signature = file(Buffer.from("signed"), `Content-Type: ${type}; name=${name}`);
    const message = await shown(...multipart(`signed; protocol="${type}"; micalg=sha-256`, plain("Oui."), signature));
    expect(message).toMatchObject({ text: "Oui.", attachments: [] });
  });

  test("a sealed mail that only she could open is there as it came", async () => {
    const sealed = multipart(
      'encrypted; protocol="application/pgp-encrypted"',
      ["Content-Type: application/pgp-encrypted", "", "Version: 1"],
      ["Content-Type: application/octet-stream; name=encrypted.asc", "", "-----BEGIN PGP MESSAGE-----"],
    );
    expect((await shown(...sealed)).attachments.map(({ name }) => name)).toContain("encrypted.asc");
  });

  test("an invitation is its words and one calendar file", async () => {
    const ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR";
    const words = multipart("alternative", plain("Venez"), html("<p>Venez</p>"), [
      "Content-Type: text/calendar; method=REQUEST",
      "",
      ics,
    ]);
    const message = await shown(
      ...multipart("mixed", words, file(Buffer.from(`${ics}\r\n`), "Content-Type: application/ics; name=invite.ics")),
    );
    expect(message.text).toBe("Venez");
    expect(message.attachments.map(({ name }) => name)).toContain("invite.ics");
  });
});
