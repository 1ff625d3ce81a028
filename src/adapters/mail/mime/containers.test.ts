/** Containers that are broken, or that only one program opens, give their words and files and never their workings. */
import { describe, expect, test } from "vitest";
import { latin1 } from "../../../../test/support/mail/mail.ts";
import { binaryPart, multipart, part, shown, shownOf } from "../../../../test/support/mail/shown.ts";

const WORDS = "Friday suits me.";
const TEXT = part("text/plain; charset=utf-8", WORDS);
const BASE64 = part(
  "text/plain; charset=utf-8",
  Buffer.from(WORDS).toString("base64"),
  "Content-Transfer-Encoding: base64",
);
const HTML = part("text/html; charset=utf-8", `<p>${WORDS}</p>`);
const PDF = part('application/pdf; name="a.pdf"', "pdf");
const lines = (...all: readonly string[]): string => all.join("\r\n");

describe("boundaries that are not what was announced", () => {
  test.each([
    ["longer", lines("Content-Type: multipart/mixed; boundary=EDGE_", "", "--EDGE", BASE64, "--EDGE--")],
    ["shorter", lines("Content-Type: multipart/mixed; boundary=EDG", "", "--EDGE", BASE64, "--EDGE--")],
    ["another", lines('Content-Type: multipart/mixed; boundary="other"', "", "--EDGE", BASE64, "--EDGE--")],
    ["none", lines("Content-Type: multipart/mixed", "", "--EDGE", BASE64, "--EDGE--")],
    ["empty", lines('Content-Type: multipart/mixed; boundary=""', "", "--EDGE", BASE64, "--EDGE--")],
    ["in other letters", lines("Content-Type: multipart/mixed; boundary=edge", "", "--EDGE", BASE64, "--EDGE--")],
    ["behind a space", lines("Content-Type: multipart/mixed boundary=EDGE", "", "--EDGE", BASE64, "--EDGE--")],
    [
      "below a preamble",
      lines(
        "Content-Type: multipart/mixed; boundary=x",
        "",
        "This is a multi-part message.",
        "",
        "--EDGE",
        BASE64,
        "--EDGE--",
      ),
    ],
    [
      "of parts without fields",
      lines("Content-Type: multipart/mixed; boundary=x", "", "--EDGE", "", WORDS, "--EDGE--"),
    ],
    ["without its dashes", lines("Content-Type: multipart/mixed; boundary=EDGE", "", "EDGE", TEXT, "EDGE--")],
    ["never ended", lines("Content-Type: multipart/mixed; boundary=EDGE", "", "--EDGE", BASE64)],
    ["neither right nor ended", lines("Content-Type: multipart/mixed; boundary=x", "", "--EDGE", BASE64)],
    [
      "of a part",
      multipart(
        "mixed",
        lines("Content-Type: multipart/alternative; boundary=x", "", "--EDGE", BASE64, "--EDGE", HTML, "--EDGE--"),
      ),
    ],
    ["not told by its type", lines("Content-Type: text", "", "--EDGE", TEXT, "--EDGE", HTML, "--EDGE--")],
    ["not told at all", lines("MIME-Version: 1.0", "", "--EDGE", BASE64, "--EDGE--")],
    [
      "told of a text",
      lines(
        "Content-Type: text/plain",
        "",
        "This is a multi-part message in MIME format.",
        "--EDGE",
        TEXT,
        "--EDGE",
        HTML,
        "--EDGE--",
      ),
    ],
    [
      "told as a bare word",
      lines("Content-Type: multipart; boundary=EDGE", "", "--EDGE", TEXT, "--EDGE", HTML, "--EDGE--"),
    ],
  ])("%s", async (_what, mail) => {
    expect(await shown(mail)).toMatchObject({ text: WORDS, files: [] });
  });

  test("the files behind it come along", async () => {
    const mail = lines("Content-Type: multipart/mixed; boundary=x", "", "--EDGE", TEXT, "--EDGE", PDF, "--EDGE--");
    expect(await shown(mail)).toMatchObject({ text: WORDS, files: ["a.pdf: pdf"] });
  });

  test("without any boundary it is all words", async () => {
    expect((await shown(lines("Content-Type: multipart/mixed; boundary=x", "", WORDS))).text).toBe(WORDS);
  });

  test("a person who writes about MIME is read as written", async () => {
    const said = lines("My mail looks like this:", "", "--EDGE", "Content-Type: text/plain", "", "words", "--EDGE--");
    expect((await shown(part("text/plain", said))).text).toBe(said.replaceAll("\r\n", "\n"));
    const quoted = lines("-- cut --", "Content-Type: text/plain");
    expect((await shown(part("text/plain", quoted))).text).toContain("Content-Type: text/plain");
  });
});

describe("header lines that lost their form", () => {
  test.each([
    [
      "an unfolded boundary",
      lines("Content-Type: multipart/mixed;", 'boundary="EDGE"', "", "--EDGE", BASE64, "--EDGE--"),
    ],
    [
      "an unfolded charset",
      lines(
        "Content-Type: text/plain;",
        "charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        Buffer.from(WORDS).toString("base64"),
      ),
    ],
    [
      "an unfolded parameter of a part",
      multipart(
        "mixed",
        lines(
          "Content-Type: text/plain;",
          'charset="utf-8"',
          "Content-Transfer-Encoding: base64",
          "",
          Buffer.from(WORDS).toString("base64"),
        ),
      ),
    ],
    [
      "a long subject without its indent",
      lines("X-Subject: a very long subject that", "goes on here", "Content-Type: text/html", "", `<p>${WORDS}</p>`),
    ],
    ["no blank line below them", lines("Content-Type: text/plain; charset=utf-8", WORDS)],
    [
      "no blank line below those of a part",
      multipart("mixed", lines("Content-Type: text/plain; charset=utf-8", WORDS)),
    ],
    [
      "a blank line within them",
      lines(
        "MIME-Version: 1.0",
        "",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        Buffer.from(`<p>${WORDS}</p>`).toString("base64"),
      ),
    ],
    [
      "a mark of a mailbox in front",
      lines(
        "X-Mark: 1",
        ">From marie@example.com Sun Nov 29 15:00:00 2026",
        "Content-Type: text/html",
        "",
        `<p>${WORDS}</p>`,
      ),
    ],
    [
      "line feeds alone",
      lines("Content-Type: text/html; charset=utf-8", "", `<p>${WORDS}</p>`).replaceAll("\r\n", "\n"),
    ],
  ])("%s", async (_what, mail) => {
    expect(await shown(mail)).toMatchObject({ text: WORDS, files: [] });
  });

  test("what such a line says is read", async () => {
    const raw = lines(
      "Subject: a long subject that",
      "goes on here",
      "Content-Type: text/plain;",
      "charset=windows-1251",
      "",
      "\xCF\xF0\xE8",
    );
    expect((await shownOf(latin1(raw))).mail).toMatchObject({
      subject: "a long subject that goes on here",
      text: "При",
    });
    const file = lines("Content-Type: application/pdf;", 'name="a.pdf"', "", "pdf");
    expect((await shown(multipart("mixed", TEXT, file))).files).toEqual(["a.pdf: pdf"]);
  });

  test("words that begin like a field of MIME are words", async () => {
    const text = "Content-Type: what does that mean?\nPlease tell me.";
    expect((await shown(`MIME-Version: 1.0\r\n\r\n${text}`)).text).toBe(text);
  });
});

const attached = (...head: readonly string[]): string =>
  multipart("mixed", TEXT, part("message/rfc822", lines(...head, "", "Hello"), "Content-Disposition: attachment"));

describe("an attached mail", () => {
  test.each([
    ["Subject: Reminder", "Reminder.eml"],
    ["Subject: =?utf-8?q?Rechnung_f=C3=BCr_Mai?=", "Rechnung für Mai.eml"],
    ["subject: folded\r\n on two lines", "folded on two lines.eml"],
    ["Subject: Grüße", "Grüße.eml"],
    ["Subject: a/b: c?", "a-b_ c_.eml"],
    ["X-Note: none", "?"],
  ])("is called by its subject: %s", async (head, name) => {
    expect((await shown(attached("From: carrier@example.net", head))).files[0]?.split(": From", 1)).toEqual([name]);
  });

  test("is a file in a digest without being called a mail", async () => {
    const mail = multipart("digest", lines("", "From: a@b.example", "Subject: One", "", "Hello"));
    expect((await shown(mail)).files).toEqual([expect.stringMatching(/^One[.]eml: /)]);
  });

  test("keeps the name that its sender gave it", async () => {
    const mail = multipart("mixed", TEXT, part('message/rfc822; name="note.eml"', "Subject: x\r\n\r\nHello"));
    expect((await shown(mail)).files).toEqual(["note.eml: Subject: x\n\nHello"]);
  });
});

const event = (uid: string): string =>
  lines("BEGIN:VCALENDAR", "BEGIN:VEVENT", `UID:${uid}`, "END:VEVENT", "END:VCALENDAR");
const calendar = (uid: string): string => part("text/calendar; charset=utf-8; method=REQUEST", event(uid));
const file = (uid: string): string =>
  part('application/ics; name="call.ics"', event(uid), "Content-Disposition: attachment");
const names = async (mail: string) => (await shown(mail)).files.map((each) => each.split(":", 1)[0]);

describe("an invitation is one file", () => {
  test.each([
    ["in two forms", multipart("mixed", multipart("alternative", TEXT, calendar("1")), file("1")), ["call.ics"]],
    ["the other way round", multipart("mixed", file("1"), multipart("alternative", TEXT, calendar("1"))), ["call.ics"]],
    ["in one form", multipart("alternative", TEXT, calendar("1")), ["invite.ics"]],
    ["as a file alone", multipart("mixed", TEXT, file("1")), ["call.ics"]],
    ["two of them", multipart("mixed", TEXT, file("1"), file("2")), ["call.ics", "call.ics"]],
    [
      "as bytes with that ending",
      multipart(
        "mixed",
        multipart("alternative", TEXT, calendar("1")),
        binaryPart("application/octet-stream; name=a.ics", Buffer.from(event("1"))),
      ),
      ["a.ics"],
    ],
  ])("%s", async (_what, mail, files) => {
    expect(await names(mail)).toEqual(files);
  });
});
