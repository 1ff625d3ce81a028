/** Parts whose delimiters are wrong give their words all the same. */
import { expect, test } from "vitest";
import { growthOf, LINEAR } from "../../../../../test/support/growth.ts";
import { latin1 } from "../../../../../test/support/mail/mail.ts";
import { shown } from "../../../../../test/support/mail/shown.ts";
import { mend } from "./mend.ts";

const TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
const mixed = (...lines: readonly string[]): string =>
  ["Content-Type: multipart/mixed; boundary=edge", "", ...lines, ""].join("\r\n");

test.each([
  ["no blank line above the words", mixed("--edge", "Friday is fine.", "Marie", "--edge--"), "Friday is fine.\nMarie"],
  ["one line, and no blank one", mixed("--edge", "Friday is fine.", "--edge--"), "Friday is fine."],
  ["words that look like a field", mixed("--edge", "Note: Friday", "is fine.", "--edge--"), "Note: Friday\nis fine."],
  ["a field, and nothing else", mixed("--edge", "Note: Friday", "--edge--"), "Note: Friday"],
  [
    "words and a blank line",
    mixed("--edge", "Friday is fine,", "", "I think.", "--edge--"),
    "Friday is fine,\n\nI think.",
  ],
  [
    "a first part that is closed at once",
    mixed("--edge--", "--edge", `${TEXT}Friday is fine.`, "--edge--"),
    "Friday is fine.",
  ],
  [
    "each part closed",
    mixed("--edge", `${TEXT}Friday is fine.`, "--edge--", `${TEXT}Marie`, "--edge--"),
    "Friday is fine.\nMarie",
  ],
  [
    "closed, and then another",
    mixed("--edge", `${TEXT}Friday is fine.`, "--edge--", "", "--edge", `${TEXT}Marie`, "--edge--"),
    "Friday is fine.\n\nMarie",
  ],
  ["a quoted boundary", mixed("--edge", "Friday is fine.", "--edge--").replace("=edge", '="edge"'), "Friday is fine."],
])("%s", async (_what, mail, text) => {
  expect((await shown(mail)).text.replaceAll(/\n{2,}/g, "\n")).toBe(text.replaceAll(/\n{2,}/g, "\n"));
});

test.each([
  ["what is whole", mixed("--edge", `${TEXT}Friday is fine.`, "--edge--"), "Friday is fine."],
  ["fields that nobody knows", mixed("--edge", "Foo: bar", TEXT + "Friday", "--edge--"), "Friday"],
  ["a line of dashes in a letter", `${TEXT}Friday\r\n--edge\r\nis fine.\r\n`, "Friday\n--edge\nis fine."],
  ["words below the end", mixed("--edge", `${TEXT}Friday`, "--edge--", "Sent by a list."), "Friday"],
])("%s stays", async (_what, mail, text) => {
  expect((await shown(mail)).text).toBe(text);
});

test("two copies of one mail, attached, keep their own ends", () => {
  const alternative = ["Content-Type: multipart/alternative; boundary=both", "", "--both", `${TEXT}Hello`, "--both--"];
  const letter = ["Content-Type: multipart/mixed; boundary=in", "", "--in", ...alternative, "--in--"];
  const copy = ["--edge", "Content-Type: message/rfc822", "", ...letter];
  const raw = latin1(`Subject: x\r\n${mixed(...copy, ...copy, "--edge--")}`);
  expect(Buffer.from(mend(raw).bytes).toString("latin1")).toBe(Buffer.from(raw).toString("latin1"));
});

test.each([
  ["closers", "--edge--\r\n"],
  ["delimiters without a blank line", "--edge\r\nwords\r\n"],
  ["boundaries", "--edge\r\nContent-Type: multipart/mixed; boundary=edge\r\n\r\n"],
])("%s cost as much as they are long", async (_what, line) => {
  const mended = (count: number) => mend(latin1(`Subject: x\r\n${mixed(line.repeat(count))}`));
  expect(await growthOf(mended, 400)).toBeLessThan(LINEAR);
});
