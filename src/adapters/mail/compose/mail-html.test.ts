import { describe, expect, test } from "vitest";
import { LINK_CASES } from "../../../../test/support/link-cases.ts";
import { reply, usualMail } from "../../../../test/support/mail/outgoing-mail.ts";
import { printHtml } from "./mail-html.ts";
import { locale } from "../../../domain/ids.ts";
import { pageOf } from "./mail-page.ts";
import { noticeHtml } from "./notice.ts";

const htmlOf = (text: string): string => printHtml(pageOf({ ...usualMail, replies: [reply(text)] }));
const linksOf = (html: string): readonly string[] =>
  [...html.matchAll(/class="ariane-link" href="([^"]*)" style="[^"]*">([^<]*)</g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&"),
  );

describe("links in what was written", () => {
  test.each(LINK_CASES)("%s", (text, links) => {
    expect(linksOf(htmlOf(text)).filter((href) => !href.includes("chat.acme.example"))).toEqual(links);
  });
});

describe("what agents format", () => {
  test("is bold and lists in the HTML part, with their links", () => {
    const html = htmlOf("**Two** ways:\n- by [x]\n- see **https://x.example/a**\n3. three\n4. four\nBye");
    expect(html).toContain('<strong style="font-weight:600">Two</strong> ways:<ul style=');
    expect(html).toMatch(/<li>by \[x\]<\/li><li>see <strong [^>]*><a [^>]*href="https:\/\/x.example\/a"/);
    expect(html).toMatch(/<ol start="3" [^>]*><li>three<\/li><li>four<\/li><\/ol>Bye/);
  });

  test("stays as typed where the reader wrote it", () => {
    const own = { ...reply("**2** * 3\n- a\n- b"), author: { kind: "end-user" as const, name: "Marie" } };
    const html = printHtml(pageOf({ ...usualMail, replies: [reply("Yes")], context: [own] }));
    expect(html).toContain("**2** * 3<br>- a<br>- b");
  });
});

describe("spaces that were typed", () => {
  test.each([
    ["  indented", "\u00A0\u00A0indented"],
    ["one\n    deeper", "one<br>\u00A0\u00A0\u00A0\u00A0deeper"],
    ["a   b", "a\u00A0\u00A0\u00A0b"],
    ["a\tb", "a\u00A0\u00A0\u00A0\u00A0b"],
    ["\tcode", "\u00A0\u00A0\u00A0\u00A0code"],
    ["a b", "a b"],
    ["see https://x.example/a  there", "\u00A0\u00A0there"],
  ])("%j survive", (text, shown) => {
    expect(htmlOf(text)).toContain(shown);
  });
});

describe("the word e-mail does not break at its hyphen", () => {
  const WHOLE = '<span style="white-space:nowrap">e-mail</span>';
  const inFrench = { ...usualMail, locale: locale("fr") };

  test("in our own words", () => {
    const html = printHtml(pageOf(inFrench));
    expect(html).toContain(WHOLE);
    expect(html.replaceAll(/<span style="white-space:nowrap">e-mails?<\/span>|<title>.*<\/title>/g, "")).not.toMatch(
      />[^<]*\be-mail/i,
    );
  });

  test("what others wrote stays as it is, and is escaped", () => {
    expect(htmlOf("Your e-mail <b>")).toContain("Your e-mail &lt;b&gt;");
  });

  test("in a notice, escaped", () => {
    const { messageId, from, to, date } = usualMail;
    const notice = { messageId, from, to, date, locale: locale("fr"), subject: "E-mail", answers: false };
    expect(noticeHtml({ ...notice, text: "Votre e-mail <b>", button: null, footer: null })).toContain(
      `Votre ${WHOLE} &lt;b&gt;`,
    );
  });
});
