/** What broke for others in the files of a mail, by the shapes that mail programs give them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseMime } from "../../src/adapters/mail/mime-in.ts";
import { attachmentId, seq } from "../../src/domain/ids.ts";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { type FileDoors, openFileDoors, type ShownMessage } from "../support/doors/file-doors.ts";
import { file, html, multipart, type Part, picture, plain, PNG } from "../support/mail/mail-parts.ts";

let given: BackOffice;
let talk: Correspondence;
let doors: FileDoors;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  talk = await correspond(given);
  doors = await openFileDoors(given, talk.who);
  return () => doors.close();
});

/** She answers so; what her widget then shows of it. */
async function shown(...lines: Part): Promise<ShownMessage> {
  expect(await talk.answersLines(lines)).toBe("posted");
  const last = (await talk.messages()).at(-1);
  return doors.messageOf("marie", talk.id, seq(last?.seq ?? 0));
}

const fetched = async ({ attachments }: ShownMessage): Promise<readonly Buffer[]> =>
  Promise.all(attachments.map(async ({ id }) => (await doors.download("leo", id)).rawPayload));

const QUOTE =
  '<div class="gmail_quote">Le lun. 5 janv. 2026 à 15:00, Léo a écrit :<blockquote>Elle est partie.</blockquote></div>';

const PROGRAMS: readonly (readonly [program: string, mail: Part, text: string])[] = [
  [
    "Gmail, that calls a picture in its place an attachment",
    multipart(
      "related",
      multipart(
        "alternative",
        plain("See [image: a.png]"),
        html(`<div>See <img src="cid:ii_m1" alt="a.png"></div>${QUOTE}`),
      ),
      picture("ii_m1", 'Content-Disposition: attachment; filename="a.png"', "X-Attachment-Id: ii_m1"),
    ),
    "See",
  ],
  [
    "Outlook, that draws it twice, once for itself",
    multipart(
      "related",
      html(
        '<p class=MsoNormal>See <!--[if gte vml 1]><v:imagedata src="cid:image001.png@01DC.A0"/><![endif]--><![if !vml]><img src="cid:image001.png@01DC.A0"><![endif]></p>',
      ),
      picture("image001.png@01DC.A0"),
    ),
    "See",
  ],
  [
    "Apple Mail, that writes text, picture and text one after the other",
    multipart(
      "mixed",
      plain("Before"),
      picture(null, "Content-Disposition: inline; filename=IMG_1.png"),
      plain("After"),
    ),
    "Before\nAfter",
  ],
  [
    "Apple Mail, with pages around the picture",
    multipart(
      "alternative",
      plain("Before\n\nAfter"),
      multipart("mixed", html("Before<br>"), picture(null, "Content-Disposition: inline"), html("<br>After")),
    ),
    "Before\n\nAfter",
  ],
  [
    "Thunderbird, in a related part within the alternative",
    multipart(
      "alternative",
      plain("See"),
      multipart(
        "related",
        html('<p>See <img src="cid:part1.a1.b2@example.com"></p>'),
        picture("part1.a1.b2@example.com"),
      ),
    ),
    "See",
  ],
  [
    "a program that escapes the address of the picture",
    multipart("related", html('<p>See <img src="cid:a%25b%40example.com"></p>'), picture("a%b@example.com")),
    "See",
  ],
  [
    "a program that names a Content-ID nowhere",
    multipart("related", html("<p>See</p>"), picture("logo@example.com")),
    "See",
  ],
];

describe("images lost", () => {
  test.each(PROGRAMS)("images lost: %s: the picture comes along, once and whole", async (_, mail, text) => {
    const message = await shown(...mail);
    expect(message.text).toBe(text);
    expect(message.attachments).toMatchObject([{ type: "image/png", image: { width: 1, height: 1 } }]);
    expect(await fetched(message)).toEqual([PNG]);
  });

  test("images lost: Léo's own travels in the mail, where the mail shows it", async () => {
    const uploaded = await doors.upload("leo", PNG, { name: "a.png", type: "image/png" });
    const mail = await talk.isReplied("Voici.", [attachmentId(uploaded.json<{ id: string }>().id)]);
    const { html: page, attachments } = await parseMime(mail.raw);
    expect(attachments.map(({ bytes }) => Buffer.from(bytes))).toEqual([PNG]);
    expect(page).toContain(`src="cid:${attachments[0]?.contentId}"`);
  });
});

const ONLY: readonly (readonly [shape: string, mail: Part])[] = [
  ["the mail is the picture", picture(null)],
  ["an empty text before it", multipart("mixed", plain(""), picture(null))],
  ["on a page, above the quote", multipart("related", html(`<div><img src="cid:a@x"></div>${QUOTE}`), picture("a@x"))],
  ["with a phone's line", multipart("mixed", picture(null), plain("\r\nEnvoyé de mon iPhone"))],
];

test.each(ONLY)(
  "an answer that is only an image: %s: it is shown, without words that she did not write",
  async (_, mail) => {
    const message = await shown(...mail);
    expect(message.text).toBe("");
    expect(await fetched(message)).toEqual([PNG]);
  },
);

test.each([
  ["in her words", '<p>A <img src="cid:a@x"> B <img src="CID:a@x"></p>'],
  [
    "in her words and in the quote",
    `<p>A B <img src="cid:a@x"></p><blockquote type="cite"><img src="cid:a@x"></blockquote>`,
  ],
])("`cid:` shown twice, %s: it is one file", async (_, page) => {
  const message = await shown(...multipart("related", html(page), picture("a@x")));
  expect(message.text).toBe("A B");
  expect(await fetched(message)).toEqual([PNG]);
});

test("winmail.dat: the words are there, and what Outlook packed is there to be opened", async () => {
  const tnef = Buffer.from("789f3e220000", "hex");
  const message = await shown(
    ...multipart("mixed", plain("Merci."), file(tnef, 'Content-Type: application/ms-tnef; name="winmail.dat"')),
  );
  expect(message).toMatchObject({
    text: "Merci.",
    attachments: [{ name: "winmail.dat", type: "application/ms-tnef" }],
  });
  expect(await fetched(message)).toEqual([tnef]);
});

test.each([
  ["quoted", 'attachment; filename="Facture, mars.pdf"'],
  ["bare, against the rules", "attachment; filename=Facture, mars.pdf"],
  ["by RFC 2231", "attachment; filename*=utf-8''Facture%2C%20mars.pdf"],
  ["in pieces", 'attachment; filename*0="Facture, "; filename*1=mars.pdf'],
  ["as an encoded word", 'attachment; filename="=?utf-8?Q?Facture=2C_mars=2Epdf?="'],
  ["as an encoded word in base64", 'attachment; filename="=?iso-8859-1?B?RmFjdHVyZSwgbWFycy5wZGY=?="'],
])("comma in a file name, %s: it keeps it", async (_, disposition) => {
  const pdf = file(Buffer.from("%PDF-1.7"), "Content-Type: application/pdf", `Content-Disposition: ${disposition}`);
  expect(await shown(...multipart("mixed", plain("Voilà"), pdf))).toMatchObject({
    attachments: [{ name: "Facture, mars.pdf", type: "application/pdf" }],
  });
});

test("comma in a file name: Léo's leaves as one file under it", async () => {
  const uploaded = await doors.upload("leo", Buffer.from("%PDF-1.7"), {
    name: "Facture, mars.pdf",
    type: "application/pdf",
  });
  const mail = await talk.isReplied("Voici.", [attachmentId(uploaded.json<{ id: string }>().id)]);
  expect((await parseMime(mail.raw)).attachments).toMatchObject([{ filename: "Facture, mars.pdf" }]);
});

test.each([
  ["7bit", "a;b\r\nc;d"],
  ["quoted-printable", "a;=\r\nb=0D=0Ac;d"],
])("a file that travels as %s is as long as it was sent", async (encoding, body) => {
  const csv = ["Content-Type: text/csv; name=a.csv", `Content-Transfer-Encoding: ${encoding}`, "", body];
  const [bytes] = await fetched(await shown(...multipart("mixed", plain("Voilà"), csv)));
  expect(bytes?.toString().replaceAll("\r", "")).toBe("a;b\nc;d");
});
