import { describe, expect, test } from "vitest";
import { LINK_CASES } from "../../../../test/support/link-cases.ts";
import { reply, usualMail } from "../../../../test/support/mail/outgoing-mail.ts";
import { printHtml } from "./mail-html.ts";
import { pageOf } from "./mail-page.ts";

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
