/** Conversations that begin by mail: their subject, their language, and who else was written to (product.md §3.2, §3.3, §3.8). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BackOffice, backOffice, UNPROVED } from "../../../test/support/back-office.ts";
import { reply, SUPPORT } from "../../../test/support/world.ts";
import { agentQueries } from "../../adapters/postgres/queries/conversation/agent-queries.ts";
import { conversationId, MINUTE, revision } from "../../domain/ids.ts";

let given: BackOffice;
beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());

let count = 0;
let writer = "";
beforeEach(() => {
  count += 1;
  writer = `marie-${count}@example.net`;
});

interface Letter {
  readonly subject?: string;
  readonly from?: string;
  readonly text?: string;
  readonly headers?: readonly string[];
  readonly more?: Partial<Parameters<BackOffice["arrives"]>[0]>;
}

/** A fresh mail to the support address. */
async function writes({
  from = `Marie <${writer}>`,
  subject = "The lamp",
  text = "Hello.",
  headers = [],
  more = {},
}: Letter) {
  const raw = [
    `From: ${from}`,
    `To: ${SUPPORT}`,
    `Subject: ${subject}`,
    `Message-ID: <${crypto.randomUUID()}@example.net>`,
    "Content-Type: text/plain; charset=utf-8",
    ...headers,
    "",
    text,
  ];
  await given.arrives({ from: writer, to: SUPPORT, raw: raw.join("\r\n"), ...more });
  const found = await given.database.pool.query<{ id: string; locale: string; locale_source: string }>(
    `select conversation.id, locale, locale_source from conversation join end_user on end_user.id = end_user_id
     where address = $1`,
    [writer],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error("no conversation has begun");
  return { ...row, id: conversationId(row.id) };
}

const seen = async (id: string) => {
  const changes = await agentQueries(given.database.pool).changes(
    given.leo,
    conversationId(id),
    revision(0),
    given.clock.now(),
  );
  if (changes === null) throw new Error("no agent sees it");
  return changes;
};

const subjectsMailed = (): readonly (string | undefined)[] =>
  given.left.filter(({ to }) => to === writer).map((mail) => mail.header("subject"));

describe("the subject of the mail that began it", () => {
  test("is shown in lists and in the head, and is found by searching", async () => {
    const { id } = await writes({ subject: "Re: AW: The lamp" });
    expect((await seen(id)).conversation.subject).toBe("The lamp");
    const queries = agentQueries(given.database.pool);
    expect((await queries.summaries([id])).map(({ subject }) => subject)).toEqual(["The lamp"]);
    const found = await queries.list(given.leo, { view: "all", after: null, search: "the LAMP" });
    expect(found.conversations.map((each) => each.id)).toContain(id);
  });

  test("is that of our mails, once an answer's, as long as it lasts", async () => {
    const { id } = await writes({ subject: "Fwd: The lamp" });
    await reply(given, id, { text: "Which one?" });
    await given.passes(10 * MINUTE);
    await reply(given, id, { text: "The red one?" });
    await given.passes(10 * MINUTE);
    expect(subjectsMailed()).toEqual(["Re: Fwd: The lamp", "Re: Fwd: The lamp"]);
  });

  test("is not repeated to whoever did not prove to have written it", async () => {
    const { id } = await writes({ subject: "Cheap pills", more: { proof: UNPROVED } });
    expect((await seen(id)).conversation.subject).toBe("Cheap pills");
    await reply(given, id, { text: "Which ones?" });
    await given.passes(10 * MINUTE);
    expect(subjectsMailed()).toEqual(["Your conversation with Acme"]);
  });

  test("says nothing: our mails have the usual one", async () => {
    const { id } = await writes({ subject: "Re: " });
    expect((await seen(id)).conversation.subject).toBeNull();
    await reply(given, id, { text: "Which one?" });
    await given.passes(10 * MINUTE);
    expect(subjectsMailed()).toEqual(["Your conversation with Acme"]);
  });
});

describe("the language of who wrote it", () => {
  const FRENCH = "Bonjour, la lampe que j’ai commandée ne s’allume pas.";
  test.each<readonly [string, Letter, string, string]>([
    ["is what the text says", { text: FRENCH }, "fr", "mail"],
    ["is what the header says before the text", { text: FRENCH, headers: ["Content-Language: ar"] }, "ar", "mail"],
    ["is of the words, not of the quote", { text: `ok\r\n\r\n> ${FRENCH}` }, "en", "account"],
    ["is the account's where the text is too short", { text: "Bonjour" }, "en", "account"],
    [
      "is the account's where it writes to nobody in the other",
      { text: "Guten Tag, meine Lampe ist leider kaputt." },
      "en",
      "account",
    ],
  ])("%s", async (_what, letter, language, source) => {
    const begun = await writes(letter);
    expect([begun.locale, begun.locale_source]).toEqual([language, source]);
  });
});

describe("who wrote it", () => {
  test.each([
    ["by name", "Marie <%s>", "Marie"],
    ["by address, where they give no name", "%s", null],
    ["by their own address, where they give another's as their name", '"help@bank.example" <%s>', null],
  ])("is called %s", async (_what, from, name) => {
    const { id } = await writes({ from: from.replace("%s", writer) });
    expect((await seen(id)).conversation.endUser.name).toBe(name ?? writer);
  });
});

describe("who else was written to", () => {
  test("is shown to agents by name and address, and never written to", async () => {
    const cc = `Cc: Paul <paul@example.org>, "paul@bank.example" <eve@example.org>, ${writer}, ${SUPPORT}`;
    const { id } = await writes({ headers: [cc] });
    const [first] = (await seen(id)).messages;
    expect(first?.copiedTo).toEqual(["Paul <paul@example.org>", "eve@example.org"]);
    await reply(given, id, { text: "Which one?" });
    await given.passes(10 * MINUTE);
    expect(given.left.filter(({ to }) => to.endsWith("@example.org"))).toEqual([]);
  });

  test("nobody: nothing is said", async () => {
    const { id } = await writes({});
    expect((await seen(id)).messages.map(({ copiedTo }) => copiedTo)).toEqual([[]]);
  });
});
