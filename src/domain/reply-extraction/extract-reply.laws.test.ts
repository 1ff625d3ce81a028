import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quotings } from "../../../test/support/mail/quoted-mail.ts";
import { languages } from "./languages/vocabulary.ts";
import { extractReply } from "./extract-reply.ts";
import { traceOf } from "./sent-trace.ts";
import { blocksOfText } from "./text-blocks.ts";

const extract = (mail: string) => extractReply(blocksOfText(mail), null);

/** What people write: no line that a mail program could have written. */
const sentence = fc.constantFrom(
  "Yes, please send it on Monday.",
  "Il me faut la taille 42, merci !",
  "Das passt leider nicht (zu klein).",
  "Спасибо, всё хорошо",
  "はい、お願いします。",
  "شكرا جزيلا لكم",
  "תודה רבה, הכל בסדר",
  "ok",
  "The order number is 2017-1234, paid at 10:30.",
  "Write to me at marie@example.org if it is late",
  "On Monday I am at home; Am Dienstag nicht.",
  "- first\n- second",
  "👍",
);
const reply = fc.array(sentence, { minLength: 1, maxLength: 5 }).map((lines) => lines.join("\n\n"));
const quoted = fc.array(sentence, { minLength: 1, maxLength: 8 }).map((lines) => lines.join("\n"));

describe("whatever the reply, the program and the language", () => {
  test.each(quotings)("what was quoted by $name is taken away again", ({ quote }) => {
    fc.assert(
      fc.property(reply, quoted, (mine, theirs) => {
        expect(extract(quote(mine, theirs)).text).toBe(mine);
      }),
      { numRuns: 8 },
    );
  });

  test("the tables know at least thirty languages", () => {
    expect(new Set(languages.map((language) => language.tag)).size).toBeGreaterThanOrEqual(30);
  });
});

const piece = fc.oneof(
  sentence,
  fc.constantFrom(
    "> ",
    ">>> x",
    "",
    "--",
    "-- ",
    "---",
    "____",
    "On 3 May 2020 at 10:00 a <a@b.example> wrote:",
    "wrote:",
    "<",
    "> wrote:",
  ),
  fc.constantFrom(
    "From: a@b.example",
    "Sent: 10:00",
    "To: b",
    "Subject: c",
    "De :",
    "-----Original Message-----",
    "Sent from my iPhone",
  ),
  fc.constantFrom(
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "\u0000",
    "\uD800",
    "\u202B",
    "：",
    ":",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const soup = fc.array(piece, { maxLength: 40 }).map((lines) => lines.join("\n"));

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

describe("whatever the mail", () => {
  test("it answers, the same each time, and no word is neither shown nor kept for show more", () => {
    fc.assert(
      fc.property(soup, (mail) => {
        const { text, cut } = extract(mail);
        expect(extract(mail).text).toBe(text);
        const there = new Set([...wordsOf(text), ...wordsOf(cut)]);
        // A line that the words share with an introduction loses the dashes between them.
        for (const word of wordsOf(mail))
          expect([...there].some((one) => one.includes(word) || word.includes(one))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("an answer of plain sentences is never empty, nor loses a word, above any quote", () => {
    fc.assert(
      fc.property(
        reply,
        fc.constantFrom(...quotings.filter((q) => !q.name.includes("below"))),
        soup,
        (mine, program, theirs) => {
          const { text } = extract(program.quote(mine, theirs));
          expect(text.startsWith(mine)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a mail without marks, dates and addresses is shown whole", () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ maxCount: 12 }), { minLength: 1, maxLength: 20 }), (lines) => {
        expect(extract(lines.join("\n")).text).toBe(lines.join("\n"));
      }),
    );
  });
});

describe("the work grows with the mail and no faster", () => {
  const shapes: readonly (readonly [string, string])[] = [
    ["prose", "Hello there, this is an ordinary line of prose, is it not\n"],
    ["marks", "> > > x\n"],
    ["one endless line of marks", ">"],
    ["spaces", " "],
    ["introductions", "On 3 May 2020 at 10:00, Bob <b@x.example> wrote:\n"],
    ["introductions in one line", "On 3 May 2020 at 10:00, Bob <b@x.example> wrote: "],
    ["half introductions", "On 3 May 2020 at 10:00, Bob <\n"],
    ["colons", "a:\n"],
    ["headers", "From: a@b.example\n"],
    ["half headers", "From: a@b.example\nTo: x\n\n"],
    ["rules", "----\n"],
    ["cards", "---\nAnna\n"],
    ["signatures", "--\n\n"],
    ["phones", "Sent from my iPhone\n\n"],
    ["answers between lines", "> question\nanswer\n"],
    ["openers", "On 1 "],
    ["brackets", "<".repeat(50) + "\n> wrote:\n"],
    ["dividers", "-----Original Message-----\n> x\n"],
    ["forwards", "------ Forwarded Message of nobody ------\n"],
    ["blank lines", "\n"],
    ["words between introduction and quote", "On 3 May 2020 at 10:00, Bob <b@x.example> wrote:\n\nyes\n\n> x\n"],
    ["introductions that need a quote", "\nBob <b@x.example> wrote:\n\nyes\n"],
  ];
  const sent = traceOf(["Hello there, this is an ordinary line of prose, is it not"], ["#"]);

  test.each(shapes)("%s", (_name, shape) => {
    const steps = (times: number): number => extractReply(blocksOfText(shape.repeat(times)), sent).steps;
    expect(steps(2000)).toBeLessThanOrEqual(20 * steps(200));
  });

  test.each(shapes)("%s, above one quote at the very end", (_name, shape) => {
    const steps = (times: number): number =>
      extractReply(blocksOfText(`${shape.repeat(times)}\n\n> Shall we?`), sent).steps;
    expect(steps(2000)).toBeLessThanOrEqual(20 * steps(200));
  });
});
