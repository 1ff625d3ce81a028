import { describe, expect, test } from "vitest";
import { extractReply } from "./extract-reply.ts";
import { blocksOfText } from "./text-blocks.ts";

const extract = (mail: string) => extractReply(blocksOfText(mail), null);

const WROTE = "On Fri, Dec 8, 2017 at 6:30 PM Acme <help@acme.example> wrote:";
const OUTLOOK =
  "From: Acme <help@acme.example>\nSent: Friday, December 8, 2017 6:30 PM\nTo: Marie\nSubject: Your order";

/** What happens · the mail · what the person wrote. */
type Case = readonly [name: string, mail: string, reply: string];

const quotes: readonly Case[] = [
  ["a mail without quote stays as it is", "Hello,\n\n  indented\n\nMarie", "Hello,\n\n  indented\n\nMarie"],
  ["a marked quote below goes", `Yes, please.\n\n${WROTE}\n\n> Shall we?\n> Léo`, "Yes, please."],
  ["a marked quote above goes", `${WROTE}\n> Shall we?\n\nYes, please.`, "Yes, please."],
  ["text around a marked quote stays", `Yes.\n\n${WROTE}\n> Shall we?\n\nRegards, Marie`, "Yes.\n\nRegards, Marie"],
  ["a marked quote that nothing introduces goes from the end", "Yes.\n\n> Shall we?\n> Léo", "Yes."],
  ["an unmarked quote goes to the end", `Yes.\n\n${WROTE}\n\nShall we?\n\nLéo`, "Yes."],
  ["the introduction may stand in the quote", `Yes.\n\n> ${WROTE}\n> Shall we?`, "Yes."],
  ["an introduction in mid-line leaves the words before it", `Yes. ${WROTE}\n> Shall we?`, "Yes."],
  [
    "a closing bracket at the beginning of a line is no quote",
    `Yes.\n\nOn Fri, Dec 8, 2017 at 6:30 PM Acme <help@acme.example\n> wrote:\n\n> Shall we?`,
    "Yes.",
  ],
  [
    "an introduction in a language we do not know is told by its date",
    "Jes.\n\nLa 8-an de decembro 2017 je 18:30, Acme Support diris:\n> Ĉu?",
    "Jes.",
  ],
  ["Outlook's header begins the quote", `Yes.\n\n${OUTLOOK}\n\nShall we?`, "Yes."],
  ["Outlook's header below a line", `Yes.\n\n________________________________\n${OUTLOOK}\n\nShall we?`, "Yes."],
  [
    "a header without subject, with an address",
    "Yes.\n\nFrom: help@acme.example\nDate: Fri, 8 Dec 2017 18:30\n\nShall we?",
    "Yes.",
  ],
  ["a marked quote below a header", `Yes.\n\n${OUTLOOK}\n\n> Shall we?\n\nMarie`, "Yes.\n\nMarie"],
  [
    "a header with recipients over several lines",
    "Yes.\n\nFrom: Acme <help@acme.example>\nSent: Friday 6:30 PM\nTo: Marie <marie@example.org>;\n Anna <anna@example.org>;\n Eva <eva@example.org>\nSubject: Your order\n\nShall we?",
    "Yes.",
  ],
  ["Original Message alone", "Yes.\n\n-----Original Message-----\n\nShall we?", "Yes."],
  [
    "Usenet's introduction",
    "Yes.\n\nAcme <help@acme.example> wrote in message news:abc@acme.example...\n> Shall we?",
    "Yes.",
  ],
  ["Horde's introduction", "Oui.\n\nQuoting Acme <help@acme.example>:\n\n> Shall we?", "Oui."],
  [
    "Sup's introduction, answered below",
    "Excerpts from Acme's message of Fri Dec 08 18:30:21 +0000 2017:\n> Shall we?\n\nYes.",
    "Yes.",
  ],
  ["mutt's second introduction", "Yes.\n\n* Acme <help@acme.example> [2017-12-08 18:30]:\n> Shall we?", "Yes."],
  [
    "a quote whose long lines were broken once more",
    `Yes.\n\n${WROTE}\n> we have it in stock in your size, and we could send it to you until the\nend of the week.\n> Shall we?`,
    "Yes.",
  ],
  ["quotes of quotes go with the quote", `Yes.\n\n${WROTE}\n> Shall we?\n>> What now?\n>>> Hello`, "Yes."],
  ["CRLF and lone CR end lines", `Yes.\r\n\r\n${WROTE}\r\n> Shall we?\r> Léo`, "Yes."],
];

const moreQuotes: readonly Case[] = [
  [
    "La Poste's line above the header",
    'Oui.\n\nMessage du 08/12/17 18:30\nDe : "Acme" <help@acme.example>\nA : marie@example.org\nObjet : x\n\nBonjour',
    "Oui.",
  ],
  ["a help desk's delimiter", "Yes.\n\n##- Please type your reply above this line -##\n\nShall we?", "Yes."],
  [
    "Eudora, with marks that touch the words",
    "Yes.\n\nAt 06:30 PM 12/8/2017 +0100, you wrote:\n>Shall we?\n>Léo",
    "Yes.",
  ],
  [
    "Notes' header with tabs",
    "Yes.\n\nFrom:\tAcme/ACME\nTo:\tMarie/ACME@ACME,\nDate:\t03/04/2012 10:00 AM\nSubject:\tRe: x\n\nShall we?",
    "Yes.",
  ],
  [
    "Tuta's introduction and line",
    "Yes.\n\nSecured with Tuta Mail: https://tuta.com/free-email\n\n8 Dec 2017, 18:30 by help@acme.example:\n\n> Shall we?",
    "Yes.",
  ],
  ["Superhuman's line", `Yes.\n\nSent via Superhuman ( https://sprh.mn/?vip=a )\n\n${WROTE}\n\n> Shall we?`, "Yes."],
  ["an introduction above nothing", `Yes.\n\n${WROTE}`, "Yes."],
  ["an introduction without date above marks", "Yes.\n\nAcme wrote:\n\n> Shall we?\n> Léo", "Yes."],
  ["a postscript below the quote stays", `Yes.\n\n${WROTE}\n> Shall we?\n>\n\nPS: today`, "Yes.\n\nPS: today"],
];

const broken: readonly Case[] = [
  [
    "a name on a line before its address",
    "Evet.\n\nAcme Support Department\n<help@acme.example>, 8 Ara 2017 Cum, 18:30 tarihinde şunu yazdı:\n> x",
    "Evet.",
  ],
  [
    "a date on a line before the verb",
    "Ja.\n\nAm Fr., 8. Dez.\n2017 um 18:30 Uhr schrieb Acme <help@acme.example>:\n> x",
    "Ja.",
  ],
];

const between: readonly Case[] = [
  [
    "answers between the lines keep the lines",
    `Hi,\n${WROTE}\n> Which size?\n\n42\n\n> Which colour?\n\nred\n\n> Thanks\n> Léo`,
    `Hi,\n${WROTE}\n> Which size?\n\n42\n\n> Which colour?\n\nred`,
  ],
  [
    "a quotation of one's own stays",
    "You said:\n> free returns\nbut I had to pay.",
    "You said:\n> free returns\nbut I had to pay.",
  ],
  ["a sign before a number is no quote", "We are\n>10 people", "We are\n>10 people"],
  [
    "what is passed on is what we shall read",
    "FYI\n\n---------- Forwarded message ---------\nFrom: Bob <bob@example.com>\nDate: Fri, Dec 8, 2017\nSubject: x\nTo: Marie\n\nHello",
    "FYI\n\n---------- Forwarded message ---------\nFrom: Bob <bob@example.com>\nDate: Fri, Dec 8, 2017\nSubject: x\nTo: Marie\n\nHello",
  ],
  [
    "passed on by Apple",
    "Voyez :\n\nDébut du message transféré :\n\n> De: Bob <bob@example.com>\n> Objet: x\n>\n> Bonjour",
    "Voyez :\n\nDébut du message transféré :\n\n> De: Bob <bob@example.com>\n> Objet: x\n>\n> Bonjour",
  ],
];

const signatures: readonly Case[] = [
  ["the standard signature goes", "Yes.\n\n-- \nMarie Dupont\nAcme", "Yes."],
  ["a signature below the quote goes", `Yes.\n\n${WROTE}\n> Shall we?\n\n-- \nMarie`, "Yes."],
  ["a signature above the quote goes", `Yes.\n\n--\nMarie\n\n${WROTE}\n> Shall we?`, "Yes."],
  ["a phone's line goes", "Yes.\n\nSent from my iPhone", "Yes."],
  ["a phone's line above the quote goes", `Oui.\n\nEnvoyé de mon iPhone\n\n${WROTE}\n> Shall we?`, "Oui."],
  ["a phone we do not know", "Yes.\n\nSent from my Wiko RIDGE FAB 4G", "Yes."],
  ["German has the verb at the end", "Ja.\n\nVon meinem iPhone gesendet", "Ja."],
  ["Japanese too", "はい。\n\niPhoneから送信", "はい。"],
  ["Korean too", "네.\n\n나의 iPhone에서 보냄", "네."],
  ["Chinese", "好的。\n\n发自我的iPhone", "好的。"],
  ["Turkish", "Evet.\n\niPhone'umdan gönderildi", "Evet."],
  ["Russian", "Да.\n\nОтправлено с iPhone", "Да."],
  ["Arabic", "نعم\n\nأرسلت من الـ iPhone", "نعم"],
  ["Outlook's advertisement", "Yes.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>", "Yes."],
  ["Outlook's advertisement in French", "Oui.\n\nObtenir Outlook pour Android", "Oui."],
  ["Windows' mail program", "Oui.\n\nEnvoyé à partir de Courrier pour Windows 10", "Oui."],
  ["a virus scanner's line", "Yes.\n\nVirus-free. www.avast.com", "Yes."],
  [
    "a mailing list's footer",
    "Yes.\n\n_______________________________________________\nusers mailing list\nusers@lists.example.org",
    "Yes.",
  ],
  ["a card below a drawn line", "Yes.\n\n---\nMarie Dupont\nmarie@example.org", "Yes."],
  ["unmarked text below a phone's line is the quote", "Yes.\n\nSent from my iPhone\n\nShall we send it?\nLéo", "Yes."],
  [
    "text below a phone's line stays when nothing stands above",
    "\n\nSent from my iPhone\n\nYes, please.",
    "Yes, please.",
  ],
];

/** Everything here stays as it is. */
const kept: readonly (readonly [string, string])[] = [
  ["a closing and a name", "Yes.\n\nKind regards,\nMarie Dupont\n+33 6 12 34 56 78"],
  ["a name after a dash", "Yes.\n\n-Marie"],
  ["a name below a long dash", "🎉\n\n—\nJohn Doe\nCEO at Pandaland"],
  ["two dashes in mid-line", "It works -- mostly.\nThanks"],
  ["a list with two dashes", "I need:\n-- a size\n-- a colour"],
  ["a table with a drawn line", "Item Price\n----------\nShoes 40\nSocks 5"],
  ["a drawn line between two parts", "Order 1: blue\n---\nOrder 2: red"],
  ["a sentence that begins with On", "On Friday I go home.\nOn 3 May 2020 at 10:00 I was there."],
  ["a story with a date and a word for writing", "I met him on 3 May 2020 at 10:00, he wrote:\nplease call me"],
  [
    "a story with a date in the middle of a paragraph",
    "Hello,\nOn 3 May 2020 at 10:00 your agent wrote:\nwe will refund you",
  ],
  ["two dashes above a long text", `First part.\n--\n${"One more line of the second part.\n".repeat(20)}The end.`],
  ["a second part that leads to a page", "Order 1: blue\n---\nOrder 2: red, see www.acme.example"],
  ["a journey", "From: Paris\nTo: Rome\nDate: 3 May 2020 at 10:00"],
  ["an appointment", "Date: Wednesday 3, October 2011\nTime: 7:00am\nAddress: 130 Fox St"],
  ["a form", "Name: Marie\nFrom: marie@example.org\nDate: 3 May 2020\nMessage: hello"],
  ["a sentence about sending", "Sent from my desk, as my phone is broken."],
  ["a desk", "Sent from my desk"],
  ["a city", "Enviado desde Madrid"],
  ["the name of a phone as the answer", "Samsung Galaxy S21"],
  ["the name of a program as the answer", "Outlook on Android"],
  ["dates in a list", "2024-01-15 14:30:25\n15.01.2024 14:30\nJan 15, 2024 at 14:30"],
  ["an address with a colon", "Write to marie@example.org:\nI read it daily."],
  ["a divider that is no marker", "------ Enter Feedback Below ------\n\nIt is fine."],
  ["words about an original message", "The original message was lost."],
  ["arrows and fences", "--> here\n=> there\n```\ncode\n```"],
];

describe("quotes", () => {
  test.each([...quotes, ...moreQuotes, ...broken])("%s", (_name, mail, reply) => {
    expect(extract(mail).text).toBe(reply);
  });
});

describe("answers between the lines, quotations and mail passed on", () => {
  test.each(between)("%s", (_name, mail, reply) => {
    expect(extract(mail).text).toBe(reply);
  });
});

describe("signatures, by the policy of docs/reply-extraction.md", () => {
  test.each(signatures)("%s", (_name, mail, reply) => {
    expect(extract(mail).text).toBe(reply);
  });
});

describe("what a person may have written stays", () => {
  test.each(kept)("%s", (_name, mail) => {
    expect(extract(mail)).toMatchObject({ text: mail, cut: "", by: "nothing" });
  });
  test.each(kept)("%s, above a quote", (_name, mail) => {
    expect(extract(`${mail}\n\n${WROTE}\n\n> Shall we?`).text).toBe(mail);
  });
});

describe("when nothing is left", () => {
  test("a mail that only quotes is empty", () => {
    expect(extract(`${WROTE}\n\n> Shall we?`)).toMatchObject({ text: "", by: "introduction+quote-marks" });
  });
  test("an unmarked quote may be the answer: it is kept", () => {
    expect(extract(`${OUTLOOK}\n\nShall we?`).text).toContain("Shall we?");
  });
  test("a phone's line alone is no answer: the mail carries a picture", () => {
    expect(extract("\n\nSent from my iPhone").text).toBe("");
  });
  test("a signature alone may be the answer", () => {
    expect(extract("--\nMarie Dupont").text).toBe("--\nMarie Dupont");
  });
  test("an empty mail is empty", () => {
    expect(extract("")).toMatchObject({ text: "", cut: "", by: "nothing" });
  });
});

describe("what is cut", () => {
  test("nothing is lost: it is there for show more, in order", () => {
    const { text, cut, by } = extract(`Yes.\n\nSent from my iPhone\n\n${WROTE}\n\n> Shall we?\n> Léo`);
    expect(text).toBe("Yes.");
    expect(cut).toBe(`Sent from my iPhone\n\n${WROTE}\n\n> Shall we?\n> Léo`);
    expect(by).toBe("introduction+quote-marks+signature");
  });
  test("a line shared by words and introduction is shown whole", () => {
    expect(extract(`Yes. ${WROTE}\n> Shall we?`).cut).toBe(`Yes. ${WROTE}\n> Shall we?`);
  });
});
