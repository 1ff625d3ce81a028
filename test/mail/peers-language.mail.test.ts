/** What broke for others in what people are told by themselves: in whose language, and whether it is needed. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseMime } from "../../src/adapters/mail/mime-in.ts";
import { conversationId, DAY, MINUTE } from "../../src/domain/ids.ts";
import type { WidgetPrincipal } from "../../src/domain/sessions/session.ts";
import { giveAddress } from "../../src/usecases/conversation/give-address.ts";
import { startSession } from "../../src/usecases/sessions/start-session.ts";
import { ACCEPTED, type BackOffice, backOffice, REFUSED } from "../support/back-office.ts";
import { correspond } from "../support/mail/correspondence.ts";
import { begin, marie, must, reply, SUPPORT } from "../support/world.ts";
import arMail from "../../locales/mail/ar.json" with { type: "json" };
import enMail from "../../locales/mail/en.json" with { type: "json" };
import frMail from "../../locales/mail/fr.json" with { type: "json" };
import arServer from "../../locales/server/ar.json" with { type: "json" };
import enServer from "../../locales/server/en.json" with { type: "json" };
import frServer from "../../locales/server/fr.json" with { type: "json" };

let given: BackOffice;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());

async function visitor(language: string): Promise<WidgetPrincipal> {
  const place = { brandId: given.acme.brandId, widgetLocale: null, timeZone: "Europe/Paris" };
  const { token } = must(await startSession(given, { ...place, browserLanguages: [language] }));
  const found = await given.store.transaction((tx) =>
    tx.people.findSession(given.secrets.hashToken(token), given.clock.now()),
  );
  if (found === null) throw new Error("the session was not kept");
  return found;
}

/** The sentences of a conversation that nobody wrote, and their forms. */
async function told(id: string) {
  const found = await given.database.pool.query<{ body: string; form: { kind: string; state: string } | null }>(
    "select body, form from message where conversation_id = $1 and author_kind = 'system' order by seq",
    [id],
  );
  return found.rows;
}

test.each([
  ["fr-CA", { lang: "fr", dir: "ltr" }, frMail, frServer],
  ["ar", { lang: "ar", dir: "rtl" }, arMail, arServer],
  ["en", { lang: "en", dir: "ltr" }, enMail, enServer],
  ["kl, which we do not", { lang: "en", dir: "ltr" }, enMail, enServer],
] as const)(
  "English only: to somebody who speaks %s, form, mail and bounce speak it too",
  async (speaks, { lang, dir }, mail, server) => {
    const who = await visitor(speaks.split(",")[0] ?? "");
    const id = await begin(given, who);
    await given.passes(MINUTE);
    expect((await told(id)).map(({ body }) => body)).toEqual([server["request-email.ask"]]);
    const address = `somebody-${id}@example.com`;
    must(await giveAddress(given, who, { conversationId: id, address, confirmed: true }));
    expect((await told(id)).map(({ body }) => body)).toEqual([server["request-email.acknowledge"]]);
    await reply(given, id);
    await given.passes(10 * MINUTE);
    const left = given.left.findLast(({ to }) => to === address);
    for (const key of ["go-on.answer-or-open", "stop", "not-me"] as const) expect(left?.text).toContain(mail[key]);
    expect(left?.header("content-language")).toBe(lang);
    expect((await parseMime(left?.raw ?? new Uint8Array())).html).toContain(`lang="${lang}" dir="${dir}"`);
    given.serverSays(REFUSED);
    await reply(given, id, { text: "Encore un mot." });
    await given.passes(10 * MINUTE);
    given.serverSays(ACCEPTED);
    expect((await told(id)).at(-1)?.body).toBe(server["request-email.bounced"]);
  },
);

/** What the trigger made of her first message. */
const forms = async (id: string) => (await told(id)).map(({ form }) => `${form?.kind ?? "none"} ${form?.state ?? ""}`);

test("asks for an address already known: given before the trigger speaks, it is acknowledged and not asked for", async () => {
  const who = await marie(given);
  const id = await begin(given, who);
  must(await giveAddress(given, who, { conversationId: id, address: "known@example.com", confirmed: true }));
  await given.passes(MINUTE);
  expect(await forms(id)).toEqual(["acknowledge-email answered"]);
});

test("asks for an address already known: not again in that conversation, whatever happens in it", async () => {
  const talk = await correspond(given);
  await talk.answers({ text: "Merci." });
  await talk.isReplied("De rien.");
  await given.passes(3 * DAY);
  await talk.answers({ text: "Encore moi." });
  await given.passes(DAY);
  expect(await forms(talk.id)).toEqual(["acknowledge-email answered"]);
});

test("asks for an address already known: never of somebody who wrote by e-mail", async () => {
  const raw = `From: by-mail@example.com\r\nTo: ${SUPPORT}\r\nSubject: A lamp\r\n\r\nIs it there?`;
  expect(await given.arrives({ from: "by-mail@example.com", to: SUPPORT, raw })).toBe("posted: new-conversation");
  await given.passes(DAY);
  const found = await given.database.pool.query<{ id: string }>("select id from conversation where address = $1", [
    "by-mail@example.com",
  ]);
  expect((await forms(conversationId(found.rows[0]?.id ?? ""))).filter((form) => form.startsWith("request"))).toEqual(
    [],
  );
});
