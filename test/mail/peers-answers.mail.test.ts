/** What broke for others in what a person wrote: the words above, below and between what programs put around them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { html, multipart, type Part, plain } from "../support/mail/mail-parts.ts";
import { headers, introductions, wrap } from "../support/mail/quoted-mail.ts";

let given: BackOffice;
let talk: Correspondence;

beforeAll(async () => {
  given = await backOffice();
  talk = await correspond(given);
});
afterAll(() => given.dispose());
// No more than ten mails an hour come into one conversation.
beforeEach(() => given.passes(3_600_000));

/** She answers so: what is shown as her words, and what is folded away. */
async function read(...lines: Part): Promise<{ readonly text: string; readonly cut: string | null }> {
  expect(await talk.answersLines(lines)).toBe("posted");
  const last = (await talk.messages()).at(-1);
  return { text: last?.body ?? "", cut: last?.cut ?? null };
}

const WORDS = "Parfait, merci.\n\nEt le câble ?";
const THEIRS = "Shall we send it\nto your office?";
const marked = (text: string): string => text.replaceAll(/^/gm, "> ");
const asHtml = (text: string): string => text.replaceAll("\n", "<br>");

const LANGUAGES = ["da", "nb", "sv", "fi", "pl", "cs", "tr", "ja", "zh-Hans", "zh-Hant", "ko", "ar", "he", "fr", "en"];
const wrote = introductions.filter(([name]) => LANGUAGES.includes(name.split(" ")[0] ?? ""));

describe("On … wrote: wrapped", () => {
  test("in every one of the languages that are named", () => {
    expect(new Set(wrote.map(([name]) => name.split(" ")[0]))).toEqual(new Set(LANGUAGES));
  });

  test.each(wrote)("`On … wrote:` wrapped, as %s has it, in text and on a page", async (_, line) => {
    const long = line.replaceAll("Acme Support", "Acme Support, the Department of Lamps");
    const said = await read(...plain(`${WORDS}\n\n${wrap(long, 60)}\n\n${marked(THEIRS)}\n`));
    expect(said.text).toBe(WORDS);
    expect(said.cut).toContain("Shall we send it");
    const escaped = long.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const page = `<div>${asHtml(WORDS)}</div><br><div>${asHtml(wrap(escaped, 60))}</div><blockquote>${asHtml(THEIRS)}</blockquote>`;
    expect((await read(...multipart("alternative", plain("x"), html(page)))).text).toBe(WORDS);
  });
});

test.each(headers)("Outlook's header block, in %s: what stands below it is folded", async (_, block) => {
  const said = await read(...plain(`${WORDS}\n\n${block}\n\n${THEIRS}\n`));
  expect(said.text).toBe(WORDS);
  expect(said.cut).toContain("Shall we send it");
});

test("Outlook's header block, on a page, below the line that Outlook draws", async () => {
  const page =
    `<div class="WordSection1"><p class="MsoNormal">Parfait, merci.</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>` +
    `<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>De :</b> Acme<br>` +
    `<b>Envoyé :</b> lundi 5 janvier 2026 15:00<br><b>À :</b> Marie<br><b>Objet :</b> Acme</p></div><p class="MsoNormal">Elle est partie.</p></div>`;
  expect(await read(...html(page))).toMatchObject({ text: "Parfait, merci.", cut: expect.stringContaining("partie") });
});

test.each([
  [
    "the introduction in a line of its own, the quote in plain divs",
    `<div>Parfait.</div><div><br></div><div>On 5 Jan 2026, at 15:00, Léo (Acme) &lt;help@acme.example&gt; wrote:</div><br><div><div>Shall we send it?</div><div>Léo</div></div>`,
  ],
  [
    "the quote in a div that it calls nothing, in French",
    `<body><div dir="auto">Parfait.<br><br><div dir="ltr">Envoyé de mon iPhone</div><div dir="ltr"><br>Le 5 janv. 2026 à 15:00, Léo (Acme) &lt;help@acme.example&gt; a écrit :<br><br></div></div><div>Shall we send it?</div></body>`,
  ],
])("Apple Mail without blockquote: %s", async (_, page) => {
  const said = await read(...html(page));
  expect(said).toMatchObject({ text: "Parfait.", cut: expect.stringContaining("Shall we send it?") });
});

const INTRODUCED = "On Mon, Jan 5, 2026 at 3:00 PM Acme <help@acme.example> wrote:";

test.each([
  ["top", `Yes.\n\n${INTRODUCED}\n\n> Shall we send it?\n> Léo`, "Yes."],
  ["bottom", `${INTRODUCED}\n\n> Shall we send it?\n> Léo\n\nYes.`, "Yes."],
  [
    "inline",
    `${INTRODUCED}\n> Which size?\n\n42\n\n> Which colour?\n\nred\n\n> Léo`,
    `${INTRODUCED}\n> Which size?\n\n42\n\n> Which colour?\n\nred`,
  ],
])("top, bottom and inline answers: %s", async (_, mail, words) => {
  expect((await read(...plain(mail))).text).toBe(words);
});

test("top, bottom and inline answers: between the lines of our own mail, which her program has not marked", async () => {
  const { text } = await talk.isReplied("Which size would you like to have?\n\nWhich colour would you like to have?");
  const answered = text.replace("like to have?\n\nWhich", "like to have?\n\nThe large one.\n\nWhich");
  expect(answered).not.toBe(text);
  expect((await read(...plain(answered))).text).toContain("The large one.");
});

test.each([
  ["`-- ` ends the words", "Oui.\n\n-- \nMarie Dupont\nActe SARL", "Oui.", "Marie Dupont"],
  ["`---` above a card is a signature", "Oui.\n\n---\nMarie Dupont\nmarie@example.com", "Oui.", "marie@example.com"],
])("`-- ` and `---`: %s", async (_, mail, text, cut) => {
  expect(await read(...plain(mail))).toMatchObject({ text, cut: expect.stringContaining(cut) });
});

test.each(["Order 1: blue\n---\nOrder 2: red", "It works -- mostly.\nThanks", "Item Price\n----------\nShoes 40"])(
  "`-- ` and `---`: a line that she drew herself stays (%#)",
  async (mail) => {
    expect(await read(...plain(mail))).toEqual({ text: mail, cut: null });
  },
);

test.each([
  ["text", plain(`${INTRODUCED}\n\n> Shall we send it?\n`)],
  ["page", html(`<blockquote type="cite">Shall we send it?</blockquote>`)],
])("a quote-only answer, as %s: it says so, and the agent can unfold what she sent back", async (_, mail) => {
  const { text, cut } = await read(...mail);
  expect(text).toBe("(Rien d’autre que du texte cité)");
  expect(cut).toContain("Shall we send it?");
});

test("windows-1252 labelled utf-8: her accents, quotes and euro signs are read", async () => {
  const words = "D’accord : 5 € — « très bien » à Besançon.";
  const bytes = Buffer.from(words.replaceAll("’", "\x92").replaceAll("€", "\x80").replaceAll("—", "\x97"), "latin1");
  const mail = talk.lastMail();
  const head = [
    `From: ${talk.address}`,
    `To: ${talk.replyTo()}`,
    "Subject: Re",
    `In-Reply-To: ${mail.header("message-id")}`,
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    "",
  ].join("\r\n");
  const raw = Buffer.concat([Buffer.from(head), bytes]);
  expect(await given.arrives({ from: talk.address, to: talk.replyTo(), raw })).toBe("posted");
  expect((await talk.words()).at(-1)).toBe(words);
});

test("right-to-left: Arabic and Hebrew words come and go as they are, with their marks", async () => {
  const words = "شكرًا، \u200Fالطلب رقم (12) وصل.\nתודה רבה!";
  const quote = introductions.find(([name]) => name === "he gmail")?.[1] ?? "";
  expect((await read(...plain(`${words}\n\n${quote}\n\n${marked("שלום")}`))).text).toBe(words);
  const mail = await talk.isReplied("على الرحب والسعة (1–2 أيام).");
  expect(mail.text).toContain("على الرحب والسعة (1–2 أيام).");
  expect(mail.text).toContain("\u200F");
});
