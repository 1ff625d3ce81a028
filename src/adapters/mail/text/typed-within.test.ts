/** What people type into our mail as their program quotes it is theirs; what programs and servers do to it is not. */
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { reply, usualMail } from "../../../../test/support/mail/outgoing-mail.ts";
import { locale } from "../../../domain/ids.ts";
import { extractReply } from "../../../domain/reply-extraction/extract-reply.ts";
import { DELIMITERS, traceOf } from "../../../domain/reply-extraction/sent-trace.ts";
import type { OutgoingMail } from "../../../ports/continuity/mail-composer.ts";
import { createMailComposer } from "../compose-mail.ts";
import { blocksOf } from "./reply-text.ts";

const composer = createMailComposer();
const SIZE = "Which size of the oak lamp would you and your friends like to have?";
const WHERE = "And shall we send it to the address in Lyon?";
const MAIL: OutgoingMail = { ...usualMail, replies: [reply(`We have it in two sizes.\n${SIZE}\n${WHERE}`)] };
const WROTE = "On Tue, 6 Jan 2026 at 13:00, Léo (Acme) <help@acme.example> wrote:";

interface Sent {
  readonly text: string;
  readonly html: string;
}

async function compose(mail: OutgoingMail): Promise<Sent> {
  const { raw, text } = await composer.compose(mail);
  return { text, html: (await PostalMime.parse(raw)).html ?? "" };
}
const sent = await compose(MAIL);

const quoted = (text: string): string => `${WROTE}\n\n${text.trimEnd().replaceAll(/^/gm, "> ")}\n`;
const wrapped = (text: string): string =>
  quoted(text.replaceAll(/^.{41,}$/gm, (line) => line.replaceAll(/(.{1,40})(?: |$)/g, "$1\n").trimEnd()));
const body = (html: string): string => /<body[^>]*>([^]*)<\/body>/.exec(html)?.[1] ?? "";
const cited = (html: string): string => `<div>${WROTE}</div><blockquote type="cite">${body(html)}</blockquote>`;
const unmarked = (html: string): string => `<div><br></div><div>${WROTE}</div>${body(html)}`;

const read = (format: "text" | "html", input: string, texts = [sent.text]) =>
  extractReply(blocksOf({ format, input }), traceOf(texts, DELIMITERS));

describe("what was typed into the quote is shown, below the lines that it answers", () => {
  const LINES = `${WROTE}\n\n> We have it in two sizes.\n> ${SIZE}`;

  test.each<readonly [what: string, edit: (text: string) => string, shown: string]>([
    [
      "a line below a question",
      (text) => text.replace(SIZE, `${SIZE}\nThe small one, please`),
      "The small one, please",
    ],
    ["one word below a question", (text) => text.replace(SIZE, `${SIZE}\nsmall`), "small"],
    ["a number below a question", (text) => text.replace(SIZE, `${SIZE}\n42`), "42"],
    ["a paragraph of its own", (text) => text.replace(SIZE, `${SIZE}\n\nThe small one\n`), ">\nThe small one"],
  ])("%s, in plain text", (_what, edit, shown) => {
    expect(read("text", quoted(edit(sent.text))).text).toBe(`${LINES}\n${shown}`);
  });

  test.each<readonly [what: string, edit: (html: string) => string, typed: RegExp]>([
    ["a line in the same element", (html) => html.replace(`${SIZE}<br>`, `${SIZE}<br>42<br>`), /have\?\n42$/],
    [
      "an element that the program divided, with our classes on both halves",
      (html) => html.replace(`${SIZE}<br>`, `${SIZE}</div><div class="ariane-ink">42</div><div class="ariane-ink">`),
      /have\?\n42$/,
    ],
    [
      "an element of the program's own",
      (html) => html.replace(`${SIZE}<br>`, `${SIZE}<div style="color:red">The small one</div>`),
      /have\?\nThe small one$/,
    ],
    ["behind the question", (html) => html.replace(SIZE, `${SIZE} <b>42, please</b>`), /have\? 42, please$/],
    ["before the question", (html) => html.replace(SIZE, `Small: ${SIZE}`), /Small: Which size[^\n]*$/],
    [
      "over the question",
      (html) => html.replace("would you and your friends like to have", "I want is 42"),
      /lamp I want is 42\?$/,
    ],
    ["above everything", (html) => html.replace('dir="auto"', "$&><div>Yes to both</div><div"), /^Yes to both$/m],
    [
      "below everything",
      (html) => html.replace(/<\/div>\s*<\/div>\s*<\/div>\s*<\/body>/, "<div>Thanks, and bye</div>$&"),
      /Thanks, and bye$/,
    ],
    [
      "in two places",
      (html) => html.replace(`${SIZE}<br>`, `${SIZE}<br>small<br>`).replace(WHERE, `${WHERE}<br>no, to Metz`),
      /have\?\nsmall\n[^]*Lyon\?\nno, to Metz$/,
    ],
  ])("%s, in HTML", (_what, edit, typed) => {
    const html = edit(sent.html);
    expect(html).not.toBe(sent.html);
    for (const program of [cited, unmarked]) {
      const { text } = read("html", program(html));
      expect(text).toMatch(typed);
      expect(text).not.toMatch(/go on|Stop|ariane=/);
    }
  });

  test.each([
    "👍",
    "👍🏽 👍",
    "❤️",
    "🇫🇷",
    "✓",
    ":-)",
    "?",
    "5",
    "A",
    "+1",
    "https://maps.example/lyon",
    "https://maps.example/lyon https://maps.example/metz",
    "www.maps.example",
    "marie@example.org",
  ])("%s alone", (typed) => {
    const { text } = read("text", quoted(sent.text.replace(SIZE, `${SIZE}\n${typed}`)));
    expect(text).toBe(`${LINES}\n${typed}`);
    for (const put of [typed, `<a href="${typed}">${typed}</a>`, `<div>${typed}</div>`]) {
      const html = sent.html.replace(`${SIZE}<br>`, `${SIZE}<br>${put}<br>`);
      for (const program of [cited, unmarked])
        expect(read("html", program(html)).text.endsWith(`have?\n${typed}`)).toBe(true);
    }
  });

  test("an emoji behind a question, or sent as a picture", () => {
    expect(read("text", quoted(sent.text.replace(SIZE, `${SIZE} 👍`))).text).toMatch(/have\? 👍$/);
    const html = sent.html.replace(`${SIZE}<br>`, `${SIZE}<br><img data-emoji="👍" alt="👍" src="x"><br>`);
    expect(read("html", cited(html)).text).toMatch(/have\?\n👍$/);
  });

  test("an emoji below one of ours", async () => {
    const { text } = await compose({ ...usualMail, replies: [reply(`${SIZE}\n👍\nIt is the last one we have.`)] });
    expect(read("text", quoted(text.replace("👍", "👍\n👎")), [text]).text).toMatch(/> 👍\n👎$/);
  });

  test("between short lines of ours, which stay with their marks", async () => {
    const { text } = await compose({
      ...usualMail,
      replies: [reply("We have it.\nIn red?\nIn large?\nAnd shall we send it?")],
    });
    const typed = text
      .replace("In red?", "$&\nyes")
      .replace("In large?", "$&\nno")
      .replace("send it?", "$&\nplease do");
    expect(read("text", quoted(typed), [text]).text).toBe(
      `${WROTE}\n\n> We have it.\n> In red?\nyes\n> In large?\nno\n> And shall we send it?\nplease do`,
    );
  });

  test("together with what stands above the quote", () => {
    const html = sent.html.replace(`${SIZE}<br>`, `${SIZE}<br>42<br>`);
    const { text } = read("html", `<div>See below.</div>${cited(html)}`);
    expect(text).toMatch(/^See below\.\n[^]*have\?\n42$/);
  });
});

describe("what is only our mail stays folded", () => {
  const everything: OutgoingMail = {
    ...MAIL,
    replies: [reply("One."), reply("Two, with some more words in it.\n\n- a\n- b", { cut: true })],
    files: [],
    context: [reply("Hello"), reply("Do you have it?\nIn red?", { author: { kind: "end-user", name: "Marie" } })],
    firstMail: { givenAt: usualMail.date, site: "acme.example" },
  };

  test.each<readonly [string, OutgoingMail]>([
    ["a short mail", usualMail],
    ["a mail with questions", MAIL],
    ["a mail with everything", everything],
    ["in French", { ...everything, locale: locale("fr") }],
    ["in Arabic", { ...everything, locale: locale("ar"), replies: [reply("المصباح متوفر.\nأي حجم تريد؟")] }],
    ["without an answer by mail", { ...everything, canAnswer: false }],
  ])("%s, as text, wrapped, and as HTML, marked or not", async (_what, mail) => {
    const { text, html } = await compose(mail);
    for (const input of [quoted(text), wrapped(text)]) expect(read("text", input, [text]).text).toBe("");
    for (const program of [cited, unmarked]) expect(read("html", program(html), [text]).text).toBe("");
  });

  test.each<readonly [what: string, change: (html: string) => string]>([
    [
      "addresses that a server rewrites",
      (html) => html.replaceAll(/https:\/\/[^"]+/g, "https://safe.example/?url=x&d=1"),
    ],
    ["a notice that a server puts above", (html) => html.replace(/<body[^>]*>/, "$&<p>CAUTION: from outside</p>")],
    ["a notice that a server puts below", (html) => html.replace("</body>", "<p>Scanned by Some Filter.</p></body>")],
    ["a picture's name in place of it", (html) => html.replace(SIZE, `${SIZE}<br>[logo.png]<br>`)],
    [
      "a language that a program translated it into, but for its end",
      (html) =>
        html.replace(/<body[^]*ariane-footer/, (most) =>
          most.replaceAll(/>[^<]*\p{L}[^<]*</gu, (said) => said.replaceAll(/\p{L}+/gu, "mot")),
        ),
    ],
  ])("with %s", (_what, change) => {
    const html = change(sent.html);
    expect(html).not.toBe(sent.html);
    expect(read("html", cited(html)).text).toBe("");
  });

  describe("signs and links that we sent", async () => {
    const GUARD = "https://safe.example/?url=https%3A%2F%2Facme.example";
    const mails = await Promise.all(
      [
        `${SIZE}\n👍\nhttps://acme.example/lamps\nhttps://acme.example/shades\nIt is the last one we have.`,
        `👍\n\n${SIZE}`,
        `https://acme.example/lamps\n${SIZE}\n:-)`,
        `Thanks, and here it is, as you wished 🙂 https://acme.example/lamps\n${SIZE} 👍 ✓ ?`,
      ].map((said) => compose({ ...usualMail, replies: [reply(said)] })),
    );

    test.each(mails)("%#", ({ text, html }) => {
      const guarded = text.replaceAll(
        /https:\/\/acme.example(\S*)/g,
        (_all, path: string) => GUARD + encodeURIComponent(path),
      );
      for (const input of [quoted(text), wrapped(text), quoted(guarded)])
        expect(read("text", input, [text]).text).toBe("");
      const headed = html.replace(/<body[^>]*>/, "$&<p>CAUTION: from outside</p>");
      for (const input of [cited(html), cited(headed), unmarked(html)])
        expect(read("html", input, [text]).text).toBe("");
    });
  });

  test.each([
    ["a rule", "* * *"],
    ["dots", "…"],
    ["a bullet", "•"],
    ["a letter that was not there", "\uFFFD"],
    ["the place of a picture", "\uFFFC"],
    ["a frame", "│"],
    ["the address behind a label", "<https://safe.example/?u=1>"],
    ["the address of our page, guarded", "https://safe.example/?u=https%3A%2F%2Facme.example%2Flamps%23ariane%3Dx"],
    ["the address that a label hid", " https://safe.example/?u=1"],
  ])("with %s that a program printed", (_what, printed) => {
    const text = sent.text.replace(WHERE, `${WHERE}${printed.startsWith(" ") ? "" : "\n"}${printed}`);
    expect(read("text", quoted(text)).text).toBe("");
  });

  test.each(["Léo Martin\nJanuary 6, 2026 at 1:00 PM", "Léo · January 6, 2026 at 1:00 PM"])(
    "with the initial of its author beside %j",
    (author) => {
      const [initialed, plain] = [`L\n${author}`, author].map((said) => sent.text.replace(WHERE, `${WHERE}\n${said}`));
      expect(read("text", quoted(initialed ?? ""), [plain ?? ""]).text).toBe("");
    },
  );

  test("with addresses that a server rewrites, in plain text", () => {
    const text = sent.text.replaceAll(/https:\S+/g, "https://safe.example/?url=x&d=1");
    expect(read("text", quoted(text)).text).toBe("");
  });

  test("another's, though lines as short as anybody's are in ours too", async () => {
    const { text } = await compose({ ...usualMail, replies: [reply("Hello\nThe lamp is back.")] });
    expect(read("text", quoted("Hello\nYes\nHello"), [text]).text).toBe("");
  });

  test("where we know nothing of what we sent", () => {
    const html = cited(sent.html.replace(`${SIZE}<br>`, `${SIZE}<br>42<br>`));
    expect(read("html", html, []).text).toBe("");
  });

  test("with what was typed into it when it was answered before", () => {
    const typed = quoted(sent.text.replace(SIZE, `${SIZE}\n42`));
    for (const before of [typed, typed.replace("> 42", "42")])
      expect(read("text", `Any news?\n\n${quoted(before)}`).text).toBe("Any news?");
  });

  test("below what a colleague wrote who passed it on", () => {
    const passed = `Please answer them.\n${quoted(sent.text)}`;
    expect(read("text", `Yes.\n\n${quoted(passed)}`).text).toBe("Yes.");
  });
});
