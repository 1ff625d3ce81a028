import * as fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { instant, locale, type Locale } from "../../domain/ids.ts";
import type { OutgoingMail } from "../../ports/continuity/mail-composer.ts";
import { NOON, reply, usualMail as usual } from "../../../test/support/mail/outgoing-mail.ts";
import { createMailComposer } from "./compose-mail.ts";

const composer = createMailComposer();

describe("whatever people are called and write", () => {
  const nasty = fc.constantFrom(
    "\r\nBcc: eve@example.com\r\n",
    "\n",
    "\0",
    '"',
    "\\",
    "<",
    ">",
    ",",
    ";",
    ":",
    "(",
    "\u202e",
    "\u2028",
    "=?UTF-8?Q?x?=",
    "👩‍👩‍👧",
    "é",
    "م",
    "\ud800",
    ".",
    "\r\n.\r\n",
    "--",
  );
  const anyText = fc
    .array(
      fc.oneof({ weight: 2, arbitrary: nasty }, { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) }),
      { maxLength: 30 },
    )
    .map((parts) => parts.join(""));
  const anyLocale: fc.Arbitrary<Locale> = fc.constantFrom("en", "fr", "ar", "de", "pt-BR").map(locale);
  const anyMail: fc.Arbitrary<OutgoingMail> = fc
    .record({
      name: anyText,
      brandName: anyText,
      author: anyText,
      text: anyText,
      context: anyText,
      site: anyText,
      locale: anyLocale,
      isFirst: fc.boolean(),
    })
    .map((some) => ({
      ...usual,
      locale: some.locale,
      from: { ...usual.from, name: some.name },
      brandName: some.brandName,
      replies: [reply(some.text, { author: { kind: "agent", name: some.author } })],
      context: [reply(some.context, { author: { kind: "end-user", name: some.name } })],
      firstMail: some.isFirst ? { givenAt: instant(NOON), site: some.site } : null,
      earlier: ["a@b.example"],
    }));
  const KNOWN =
    "auto-submitted content-language content-type date from in-reply-to list-unsubscribe list-unsubscribe-post message-id mime-version references reply-to subject to x-auto-response-suppress";

  test("the bytes read as the same addresses and ids, with no header more and no line too long", async () => {
    await fc.assert(
      fc.asyncProperty(anyMail, async (mail) => {
        const { raw } = await composer.compose(mail);
        const read = await PostalMime.parse(raw);
        expect(read.from?.address).toBe("help@acme.example");
        expect(read.from?.name).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e\u2066-\u2069]/u);
        expect(read.to?.map(({ address }) => address)).toEqual(["marie@example.com"]);
        expect(read.replyTo?.map(({ address }) => address)).toEqual(["reply+token@acme.example"]);
        expect(read.messageId).toBe("<7f3k.k1@acme.example>");
        expect(read.references).toBe("<a@b.example>");
        expect(
          read.headers
            .map(({ key }) => key)
            .toSorted()
            .join(" "),
        ).toBe(KNOWN);
        expect(read.attachments).toEqual([]);
        const bytes = Buffer.from(raw);
        const printed = bytes.toString("latin1");
        expect(bytes.every((byte) => byte < 0x80 && (byte >= 0x20 || [9, 10, 13].includes(byte)))).toBe(true);
        expect(printed.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        expect(Math.max(...printed.split("\r\n").map((line) => line.length))).toBeLessThan(998);
      }),
      { numRuns: 150 },
    );
  });
});
