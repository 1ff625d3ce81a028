/** Answers that stand between the line that introduces a quote and the quote: some programs put the caret there. */
import { describe, expect, test } from "vitest";
import { extractReply } from "./extract-reply.ts";
import { traceOf } from "./sent-trace.ts";
import { blocksOfText } from "./text-blocks.ts";

const MARKER = "⸻ ⸻ ⸻";
const extract = (mail: string) => extractReply(blocksOfText(mail), traceOf([], [MARKER]));

/** Our mail as programs quote it. */
const QUOTE = `> ${MARKER}\n>\n> Acme\n> Léo has answered you.\n>\n> Shall we keep one for you?`;
/** A quote that only its marks tell. */
const ANY_QUOTE = "> Shall we keep one for you?\n> Léo";

/** Program and language · what it prints above the quote. */
const introductions: readonly (readonly [string, string])[] = [
  ["Balsa", "On 12/08/2017 06:30:29 PM, Léo Martin (Acme) wrote:"],
  ["Balsa, ISO date", "On 2017.12.08 18:30, Léo Martin wrote:"],
  ["Balsa in French", "Le 08/12/2017 18:30:29, Léo Martin a écrit :"],
  ["Balsa in German", "Am 08.12.2017 18:30:29 schrieb Léo Martin:"],
  ["Claws", "On Fri, 08 Dec 2017 18:30:21 +0000\nLéo Martin (Acme) <help@acme.example> wrote:"],
  ["Thunderbird in Italian", "Il 08/12/17 18:30, Léo Martin (Acme) ha scritto:"],
  ["Thunderbird in Polish", "W dniu 08.12.2017 o 18:30, Léo Martin pisze:"],
  ["Evolution in Spanish", "El vie, 08-12-2017 a las 18:30 +0000, Léo Martin escribió:"],
  ["KMail in Dutch", "Op vrijdag 8 december 2017 18:30:21 CET schreef Léo Martin:"],
  ["Gmail in Russian", "пт, 8 дек. 2017 г. в 18:30, Léo Martin <help@acme.example>:"],
  ["Gmail in Japanese", "2017年12月8日(金) 18:30 Léo Martin <help@acme.example>:"],
  ["Gmail in Chinese", "Léo Martin <help@acme.example> 于2017年12月8日周五 18:30写道："],
  ["Gmail in Turkish", "Léo Martin <help@acme.example>, 8 Ara 2017 Cum, 18:30 tarihinde şunu yazdı:"],
  ["mutt", "On Fri, Dec 08, 2017 at 06:30:20PM +0000, Léo Martin (Acme) wrote:"],
  ["aerc", "On Fri Dec 8, 2017 at 6:30 PM UTC, Léo Martin wrote:"],
  ["SquirrelMail", "On Fri, December 8, 2017 6:30 pm, Léo Martin wrote:"],
  ["Alpine, which prints no hour", "On Fri, 8 Dec 2017, Léo Martin (Acme) wrote:"],
  ["s-nail, which prints no date", "Léo Martin (Acme) <help@acme.example> wrote:"],
  ["Gnus", "Léo Martin <help@acme.example> writes:"],
  ["Horde in German", "Zitat von Léo Martin <help@acme.example>:"],
];

const quotes = [
  ["our mail", QUOTE],
  ["any quote", ANY_QUOTE],
] as const;

describe.each(quotes)("words between an introduction and %s", (_whose, quote) => {
  test.each(introductions)("%s", (_name, introduction) => {
    const { text, cut } = extract(`${introduction}\n\nTo this: yes, I take it.\n\n${quote}\n`);
    expect(text).toBe("To this: yes, I take it.");
    expect(cut).toBe(`${introduction}\n\n${quote}`);
  });
});

const ON = "On 12/08/2017 06:30:29 PM, Léo Martin (Acme) wrote:";
const OUTLOOK =
  "From: Acme <help@acme.example>\nSent: Friday, December 8, 2017 6:30 PM\nTo: Marie\nSubject: Your order";

/** What happens · the mail · what the person wrote. */
const shapes: readonly (readonly [string, string, string])[] = [
  ["words right below the introduction", `${ON}\nYes.\n\n${QUOTE}`, "Yes."],
  [
    "words right below an introduction without date",
    `Léo Martin <help@acme.example> wrote:\nTo this: yes.\n\n${QUOTE}`,
    "To this: yes.",
  ],
  [
    "words with a date and an address",
    `${ON}\n\nI come on 3 May 2020 at 10:00, else write to marie@example.org\n\n${QUOTE}`,
    "I come on 3 May 2020 at 10:00, else write to marie@example.org",
  ],
  ["words that touch the quote", `${ON}\nYes.\n${QUOTE}`, "Yes."],
  ["paragraphs", `${ON}\n\nYes.\n\nI come on Friday.\n\n${QUOTE}`, "Yes.\n\nI come on Friday."],
  ["words above as well", `Hello Léo,\n\n${ON}\n\nYes.\n\n${QUOTE}`, "Hello Léo,\n\nYes."],
  ["words below as well", `${ON}\n\nYes.\n\n${QUOTE}\n\nOn Friday.`, "Yes.\n\nOn Friday."],
  ["a signature below the quote", `${ON}\n\nYes.\n\n${QUOTE}\n\n-- \nMarie`, "Yes."],
  ["a signature above the quote", `${ON}\n\nYes.\n\n-- \nMarie\n\n${QUOTE}`, "Yes."],
  ["a phone's line above the quote", `${ON}\n\nYes.\n\nSent from my iPhone\n\n${QUOTE}`, "Yes."],
  [
    "answers between the lines, the first of them above all lines",
    `${ON}\n\nHello,\n\n> Which size?\n\n42\n\n> Which colour?\n\nred`,
    `${ON}\n\nHello,\n\n> Which size?\n\n42\n\n> Which colour?\n\nred`,
  ],
  ["words above our unmarked mail", `${ON}\n\nYes.\n\n${MARKER}\n\nAcme\nShall we?`, "Yes."],
  ["a header above our marked mail", `${OUTLOOK}\n\nYes.\n\n${QUOTE}`, "Yes."],
  ["Original Message above our marked mail", `-----Original Message-----\n\nYes.\n\n${QUOTE}`, "Yes."],
];

describe("where words stand around the quote", () => {
  test.each(shapes)("%s", (_name, mail, reply) => {
    expect(extract(mail).text).toBe(reply);
  });
});

/** The words below the introduction are another's: an unmarked quote that quotes in its turn. */
const others: readonly (readonly [string, string])[] = [
  [
    "a quote with an introduction of its own",
    `${ON}\n\nShall we?\n\nOn 12/07/2017 at 10:00, Marie wrote:\n> Have you one?`,
  ],
  ["an introduction within its marks", `${ON}\n\nShall we?\n\n> On 12/07/2017 at 10:00, Marie wrote:\n> Have you one?`],
  ["an older header", `${ON}\n\nShall we?\n\n${OUTLOOK}\n\n> Have you one?`],
  ["marks below a header", `${OUTLOOK}\n\nShall we?\n\n> Have you one?`],
  ["a server's notice above our unmarked mail", `${OUTLOOK}\n\nCAUTION: external mail.\n\n${MARKER}\n\nShall we?`],
];

describe("unmarked quotes that quote in their turn go to the end", () => {
  test.each(others)("%s", (_name, quote) => {
    expect(extract(`Yes.\n\n${quote}`).text).toBe("Yes.");
  });
});

/** Paragraphs of a person that a marked quote follows, which nothing introduces. */
const told: readonly (readonly [string, string])[] = [
  ["what I sent", "On 3 May 2020 I sent you this:\n\na red lamp"],
  ["when I sent", "Sent on 3 May 2020:\n\na red lamp"],
  ["whom I wrote to", "I wrote to help@acme.example:\n\nno answer"],
  ["an address and a colon", "Please write to marie@example.org:\n\nI read it daily."],
  ["a story below a greeting", "Hello,\n\nOn 3 May 2020 your agent wrote:\n\nwe will refund you"],
  ["a story in a paragraph", "On 3 May 2020 your agent wrote:\nwe will refund you"],
  [
    "a paragraph that ends so",
    "I ask you this:\nwhy 3 lines,\n2 of them short,\nas Bob\nand Léo <help@acme.example> wrote:\n\na red lamp",
  ],
  ["a list", "I want two things:\n\n- a lamp\n- a bulb"],
];

describe("what only resembles an introduction stays", () => {
  test.each(told)("%s", (_name, mail) => {
    expect(extract(`${mail}\n\n${ANY_QUOTE}`).text).toBe(mail);
  });

  test("what too little proves to introduce, where no quote follows", () => {
    const mail = "Hello,\n\nBob <bob@example.com> wrote:\n\nplease call me";
    expect(extract(mail).text).toBe(mail);
  });
});
