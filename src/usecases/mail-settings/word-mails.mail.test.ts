import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mailTextsApi } from "../../../contract/mail-settings/mail-texts.ts";
import { type Doors, inContract, openDoors } from "../../../test/support/doors/admin-doors.ts";
import { type MailPeer, startMailPeer } from "../../../test/support/peers/mail-peers.ts";
import { usualMail } from "../../../test/support/mail/outgoing-mail.ts";
import { ADA, freshWorld, LEO, type World } from "../../../test/support/world.ts";
import { createMailComposer, mailTextReader } from "../../adapters/mail/compose-mail.ts";
import { parseMime } from "../../adapters/mail/mime-in.ts";
import { createSmtpMailer, type SmtpMailer } from "../../adapters/mail/smtp-out.ts";
import { instant, locale } from "../../domain/ids.ts";
import { type MailTexts, SHIPPED_TEXTS, textsFor } from "../../domain/mail-settings/mail-texts.ts";

let world: World;
let relay: MailPeer;
let mailer: SmtpMailer;
let doors: Doors;
let ada: string;
beforeEach(async () => {
  world = await freshWorld();
  relay = await startMailPeer();
  mailer = createSmtpMailer({ url: relay.url });
  doors = openDoors(world, {}, mailer);
  ada = await doors.signIn(ADA);
});
afterEach(async () => {
  await doors.close();
  await mailer.close();
  await relay.close();
  await world.dispose();
});

const at = "/api/admin/email/templates";
const worded = (texts: Partial<MailTexts>, tag = "en") => ({ locale: tag, texts: { ...SHIPPED_TEXTS, ...texts } });
const sampled = (texts: Partial<MailTexts>, occasion: "first" | "later" = "later") => ({ ...worded(texts), occasion });
const frame = (mail: object, look = "light") =>
  doors.ask("GET", `${at}/preview.html?look=${look}&mail=${encoded(mail)}`, { as: ada });
const encoded = (mail: object): string => Buffer.from(JSON.stringify(mail)).toString("base64url");
/** The preview of such a mail as text, in a JSON string. */
const textOf = async (occasion: "first" | "later") => {
  const answer = await doors.ask("POST", `${at}/preview`, {
    as: ada,
    body: sampled({ footer: "Acme SA." }, occasion),
  });
  return JSON.stringify(inContract(mailTextsApi.preview.answer, answer));
};
const save = (texts: Partial<MailTexts>, tag = "en") => doors.ask("PUT", at, { as: ada, body: worded(texts, tag) });
const composed = async (texts: Partial<MailTexts>, change: Partial<typeof usualMail> = {}) => {
  const mail = { ...usualMail, texts: { ...SHIPPED_TEXTS, ...texts }, ...change };
  return parseMime((await createMailComposer().compose(mail)).raw);
};

describe("own words", () => {
  test("are kept by language, and taken back with nothing but spaces", async () => {
    expect((await save({ subject: "À propos de {brand}", goOn: " Répondez. " }, "fr")).statusCode).toBe(204);
    expect((await save({ subject: "Your {brand} order" })).statusCode).toBe(204);
    expect((await save({ subject: "   " })).statusCode).toBe(204);
    const rows = await world.store.transaction((tx) => tx.mailSettings.loadTexts());
    expect(rows).toEqual([
      { locale: "en", texts: SHIPPED_TEXTS },
      { locale: "fr", texts: { ...SHIPPED_TEXTS, subject: "À propos de {brand}", goOn: "Répondez." } },
    ]);
    expect(textsFor(rows, locale("fr-CA")).goOn).toBe("Répondez.");
    expect(textsFor(rows, locale("ar"))).toBe(SHIPPED_TEXTS);
  });

  test("are shown with the shipped ones", async () => {
    await save({ intro: "{author} wrote to you." });
    const answer = await doors.ask("GET", at, { as: ada });
    expect(inContract(mailTextsApi.list.answer, answer)).toMatchObject({
      templates: [
        {
          locale: "en",
          texts: { intro: "{author} wrote to you." },
          shipped: { subject: "Your conversation with {brand}" },
        },
        { locale: "fr" },
        { locale: "ar" },
      ],
    });
  });

  test.each([
    ["subject", "Hello {author}", "unknown-placeholder", "author"],
    ["subject", "{brand, select, other {{count}}}", "unknown-placeholder", "count"],
    ["subject", "Two\nlines", "not-one-line", ""],
    ["subject", "x".repeat(151), "too-long", "150"],
    ["intro", "{count, plural, one {a reply}}", "unreadable", "MISSING_OTHER_CLAUSE"],
    ["intro", "{author", "unreadable", "EXPECT_ARGUMENT_CLOSING_BRACE"],
    ["goOn", "Go on, {name}", "unknown-placeholder", "name"],
    ["footer", "{brand, date}", "unreadable", ""],
  ] as const)("in the %s: %s is refused when saved: %s", async (text, said, because, detail) => {
    const answer = await save({ [text]: said });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: "mail-text-invalid", details: { text, because } });
    expect(answer.body).toContain(detail);
    expect(await world.store.transaction((tx) => tx.mailSettings.loadTexts())).toEqual([]);
  });

  test("in a language that mails are not written in are refused", async () => {
    expect((await save({}, "ja")).json()).toMatchObject({ code: "locale-unknown" });
  });
});

describe("a mail in own words", () => {
  test("says them in text and in HTML, escaped", async () => {
    const mail = await composed({
      subject: "{brand} & you",
      intro: "{author} has {count, plural, one {# message} other {# messages}} <b>for you</b>",
      goOn: "Just write back to {brand}.",
      footer: "You left this address at {brand}.",
    });
    expect(mail.subject).toBe("Acme & you");
    for (const line of ["Just write back to Acme.", "You left this address at Acme."]) {
      expect(mail.text).toContain(line);
      expect(mail.html).toContain(line);
    }
    expect(mail.text).toContain("Léo has 1 message <b>for you</b>");
    expect(mail.html).toContain("Léo has 1 message &lt;b&gt;for you&lt;/b&gt;");
  });

  test("falls back to the shipped ones where they can no longer be said", async () => {
    const mail = await composed({ subject: "{gone}", intro: "{count, plural, one {x}}" });
    expect(mail.subject).toBe("Your conversation with Acme");
    expect(mail.text).toContain("Léo has answered you.");
  });

  test("keeps the subject of its conversation", async () => {
    expect((await composed({ subject: "New words" }, { subject: "Old words" })).subject).toBe("Old words");
  });

  test("asks for no answer where none would arrive, whatever the words", async () => {
    const { text } = await composed({ goOn: "Just answer!" }, { canAnswer: false });
    expect(text).not.toContain("Just answer!");
    expect(text).toContain("Answers to this e-mail do not reach us.");
  });

  test("still says who gave an unproved address", async () => {
    const firstMail = { givenAt: instant(0), site: "shop.example" };
    const { text } = await composed({ footer: "Acme SA, Paris." }, { firstMail, context: [] });
    expect(text).toMatch(/Somebody gave this address on shop\.example .* Acme SA, Paris\./);
  });
});

describe("before it is saved", () => {
  test("a preview shows it; the frame may run and load nothing", async () => {
    const body = sampled({ subject: "Preview of {brand}", goOn: "Write back." });
    const answer = await doors.ask("POST", `${at}/preview`, { as: ada, body });
    expect(inContract(mailTextsApi.preview.answer, answer)).toMatchObject({ subject: "Preview of Acme" });
    const page = await frame(body);
    expect(page.body).toContain("Write back.");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.headers["content-security-policy"]).toContain("sandbox");
    expect((await frame(["nothing"])).statusCode).toBe(400);
    expect((await frame(body, "sepia")).statusCode).toBe(400);
  });

  test("a preview of the first mail to a new address says who gave it, tells nothing of before, and offers a way out", async () => {
    await world.database.pool.query("update brand set allowed_origins = '{https://shop.example}'");
    const [first, later] = [await textOf("first"), await textOf("later")];
    expect(first).toMatch(/Somebody gave this address on .?shop\.example.* Acme SA\..*This wasn’t me/);
    expect(first).not.toContain("is the oak lamp in stock again");
    expect(later).toContain("is the oak lamp in stock again");
    expect(later).not.toMatch(/Somebody gave|This wasn’t me/);
    expect(later).toContain("Stop e-mails about this conversation");
  });

  test("a preview is light or dark as it is asked for, whatever the browser prefers", async () => {
    const [light, dark] = [await frame(sampled({})), await frame(sampled({}), "dark")];
    expect(light.body).toContain('<meta name="color-scheme" content="light">');
    expect(light.body).toContain("@media not all {");
    expect(dark.body).toContain('<meta name="color-scheme" content="dark">');
    expect(dark.body).toContain("@media all {");
    expect(`${light.body}${dark.body}`).not.toContain("prefers-color-scheme");
    // What is really sent leaves the choice to the mail program.
    expect((await composed({})).html).toContain("@media (prefers-color-scheme: dark) {");
  });

  test("a preview in a language that runs from right to left runs so", async () => {
    const { body } = await frame({ ...worded({}, "ar"), occasion: "first" });
    expect(body).toContain('<html lang="ar" dir="rtl">');
  });

  test("a test mail goes to the admin, in these words", async () => {
    const body = sampled({ subject: "Test of {brand}" }, "first");
    expect((await doors.ask("POST", `${at}/test`, { as: ada, body })).statusCode).toBe(204);
    expect(relay.mails.map(({ to }) => to)).toEqual([[ADA]]);
    expect((await parseMime(relay.mails[0]?.raw ?? new Uint8Array())).text).toContain("Somebody gave this address");
    expect((await parseMime(relay.mails[0]?.raw ?? new Uint8Array())).subject).toBe("Test of Acme");
    relay.behave({ kind: "answer", at: "rcpt", line: "550 5.7.1 no" });
    expect(await doors.ask("POST", `${at}/test`, { as: ada, body })).toMatchObject({ statusCode: 409 });
  });

  test("only admins may", async () => {
    const leo = await doors.signIn(LEO);
    const body = sampled({});
    expect((await doors.ask("GET", at, { as: leo })).statusCode).toBe(403);
    expect((await doors.ask("PUT", at, { as: leo, body: worded({}) })).statusCode).toBe(403);
    expect((await doors.ask("POST", `${at}/preview`, { as: leo, body })).statusCode).toBe(403);
    expect((await doors.ask("POST", `${at}/test`, { as: leo, body })).statusCode).toBe(403);
    const page = `${at}/preview.html?look=light&mail=${encoded(body)}`;
    expect((await doors.ask("GET", page, { as: leo })).statusCode).toBe(403);
  });
});

test("what is shipped can itself be saved", () => {
  for (const tag of ["en", "fr", "ar"]) {
    const shipped = mailTextReader.shipped(locale(tag));
    if (shipped === null) throw new Error(`nothing is shipped in ${tag}`);
    expect([tag, mailTextReader.findFault(shipped, locale(tag))]).toEqual([tag, null]);
  }
});
