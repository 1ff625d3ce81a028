import { describe, expect, test } from "vitest";
import { blocksOfHtml } from "../../../adapters/mail/text/html-blocks.ts";
import { extractReply } from "../extract-reply.ts";
import { blocksOfText } from "../text-blocks.ts";

const SAID = "Monday is fine.";
const QUOTE = "\n\nOn Mon, Nov 2, 2026 at 4:00 PM Acme <help@acme.example> wrote:\n\n> Hello";

const signs: readonly (readonly [program: string, lines: string])[] = [
  ["Streak", "ᐧ"],
  [
    "Mailtrack",
    "[image: Mailtrack] <https://mailtrack.io?utm> Sender notified by\nMailtrack <https://m.io> 11/29/26, 3:01:26 PM",
  ],
  [
    "Mailtrack, wrapped",
    "[image: Mailtrack]\n<https://mailtrack.io?utm=x>\nSender\nnotified by\nMailtrack\n<https://mailtrack.io>\n11/29/26,\n3:01:26 PM",
  ],
  ["Mailtrack in Spanish", "Remitente notificado con\nMailtrack <https://mailtrack.io>"],
  ["Mailsuite", "Email tracked with Mailsuite <https://mailsuite.com> · Opt out <https://m.com/x>\n11/29/26, 3:01 PM"],
  ["Superhuman", "Sent via Superhuman ( https://sprh.mn/?vip=marie@example.com )"],
  ["Mixmax", "Sent with Mixmax\n<https://mixmax.com/s/x>"],
  ["Shortwave", "Sent via Shortwave <https://www.shortwave.com>"],
];

describe("a tracker's sign goes", () => {
  test.each(signs)("%s", (_program, lines) => {
    expect(extractReply(blocksOfText(`${SAID}\n\n${lines}${QUOTE}`), null).text).toBe(SAID);
    expect(extractReply(blocksOfText(`${SAID}\n\n${lines}`), null).text).toBe(SAID);
  });

  test("of HTML, in cells and white on white", () => {
    const table = `<table><tr><td><img src="https://m.io/x.png"></td><td>Sender notified by <br><a href="https://mailtrack.io">Mailtrack</a></td><td>11/29/26, 3:01 PM</td></tr></table>`;
    const white = `<div hspace="streak-pt-mark"><img src="https://m.io/t"><font color="#ffffff" size="1">ᐧ</font></div>`;
    for (const sign of [table, white])
      expect(extractReply(blocksOfHtml(`<div>${SAID}</div>${sign}`), null).text).toBe(SAID);
  });
});

test.each([
  "ᐧᐊᓂ, ok",
  "Who was the sender notified by?",
  "The sender was notified by post.",
  "An email tracked with care arrives.",
  "Sent with love",
])("words of a person stay: %s", (said) => {
  expect(extractReply(blocksOfText(said), null).text).toBe(said);
});
