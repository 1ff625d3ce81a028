/** What broke for others in how mails find each other: one conversation is one thread, there and back. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { conversationId, emailAddress, MINUTE } from "../../src/domain/ids.ts";
import { giveAddress } from "../../src/usecases/conversation/give-address.ts";
import { knowsRecipient } from "../../src/usecases/mail/receive-email.ts";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { must, reply, SUPPORT } from "../support/world.ts";

let given: BackOffice;
let talk: Correspondence;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  talk = await correspond(given);
});

test.each([
  ["doubled", (address: string) => `reply+${address}`],
  ["in capitals", (address: string) => address.toUpperCase()],
  ["behind a support address", (address: string) => address.replace(/^reply/, "help")],
  ["wrapped by a relay (BATV)", (address: string) => `prvs=1234abcdef=${address}`],
])("`reply+reply+` doubled, or the token %s: the door knows it, and the answer lands", async (_, change) => {
  const to = change(talk.replyTo());
  expect(await knowsRecipient(given, to)).toBe(true);
  expect(await talk.answers({ to, text: "Merci.", inReplyTo: "" }, { to })).toBe("posted");
  expect(await talk.words()).toEqual(["Merci."]);
});

test("each mail starts a new thread: ours name all mails before them, under one subject, over many mails and answers", async () => {
  const thread = [talk.lastMail().header("message-id")];
  for (let round = 1; round <= 4; round += 1) {
    const messageId = `<answer-${round}-${talk.id}@example.com>`;
    // An answer whose subject her program, or she, has changed.
    await talk.answers({ subject: `RE: AW: round ${round}`, text: `Answer ${round}.`, messageId });
    const mail = await talk.isReplied(`Reply ${round}.`);
    thread.push(messageId);
    expect(mail.header("references")).toBe(thread.join(" "));
    expect(mail.header("in-reply-to")).toBe(messageId);
    thread.push(mail.header("message-id"));
  }
  expect(new Set(talk.mails().map((mail) => mail.header("message-id"))).size).toBe(5);
  expect(new Set(talk.mails().map((mail) => mail.header("subject"))).size).toBe(1);
  expect(await talk.words()).toEqual([1, 2, 3, 4].map((round) => `Answer ${round}.`));
});

test("each mail starts a new thread: a reply to a fresh mail stands in the thread of that mail", async () => {
  const from = `fresh-${talk.id}@example.com`;
  const head = { from, to: SUPPORT };
  const raw = [
    `From: ${from}`,
    `To: ${SUPPORT}`,
    "Subject: A lamp",
    "Message-ID: <lamp@example.com>",
    "",
    "Is it there?",
  ];
  expect(await given.arrives({ ...head, raw: raw.join("\r\n") })).toBe("posted: new-conversation");
  const begun = await given.database.pool.query<{ id: string }>(
    "select id from conversation where origin = 'email' and address = $1",
    [from],
  );
  await reply(given, conversationId(begun.rows[0]?.id ?? ""), { text: "It is." });
  await given.passes(10 * MINUTE);
  const mail = given.left.find(({ to }) => to === from);
  expect(mail?.header("in-reply-to")).toBe("<lamp@example.com>");
  expect(mail?.header("references")).toBe("<lamp@example.com>");
});

test("each mail starts a new thread: a stranger's mail in the conversation is not named to her", async () => {
  await talk.answers(
    { from: "eve@example.com", text: "Me too.", messageId: "<eve@example.com>" },
    { from: "eve@example.com" },
  );
  expect((await talk.isReplied()).header("references")).not.toContain("eve@");
});

test("each mail starts a new thread: the agent's name and the first mail's notice change no subject", async () => {
  await talk.answers({ text: "Merci." });
  await talk.isReplied("Avec plaisir.");
  const [first, second] = talk.mails();
  expect(first?.text).not.toBe(second?.text);
  expect(second?.header("subject")).toBe(first?.header("subject"));
});

test("transcript without Reply-To, answers lost: every mail names one that leads back", async () => {
  await talk.answers({ text: "Merci." });
  await talk.isReplied("Et voici la suite.");
  for (const mail of talk.mails()) {
    const replyTo = mail.header("reply-to").replaceAll(/^.*<|>.*$/g, "");
    expect(
      await talk.answers({ to: replyTo, text: `By ${mail.header("message-id")}`, inReplyTo: "" }, { to: replyTo }),
    ).toBe("posted");
  }
  expect(await talk.words()).toHaveLength(3);
});

test("transcript without Reply-To, answers lost: a program that writes to From is understood by the id it answers", async () => {
  expect(await talk.answers({ to: SUPPORT, text: "Merci." }, { to: SUPPORT })).toBe("posted");
  expect(await talk.words()).toEqual(["Merci."]);
});

test("transcript without Reply-To, answers lost: one that names nothing of ours begins a conversation, never by subject", async () => {
  const answer = { to: SUPPORT, text: "Merci.", inReplyTo: "", subject: `Re: ${talk.lastMail().header("subject")}` };
  expect(await talk.answers(answer, { to: SUPPORT })).toBe("posted: new-conversation");
  expect(await talk.words()).toEqual([]);
});

const marked = (text: string): string => text.replaceAll(/^/gm, "> ");

test("quoted history imported as new text: three rounds that quote everything bring three answers and nothing else", async () => {
  let history = talk.lastMail().text;
  for (const words of ["Première réponse.", "Deuxième réponse.", "Troisième réponse."]) {
    const answer = `${words}\n\nLe 5 janv. 2026 à 15:00, Léo (Acme) <${SUPPORT}> a écrit :\n\n${marked(history)}\n`;
    await talk.answers({ text: answer });
    const { text } = await talk.isReplied(`Bien noté : ${words.split(" ")[0]}`);
    history = `${text}\n${marked(answer)}`;
  }
  expect(await talk.words()).toEqual(["Première réponse.", "Deuxième réponse.", "Troisième réponse."]);
});

test("quoted history imported as new text: without a mark or an introduction it is known for our own words", async () => {
  const quoted = talk.lastMail().text.replaceAll("\n\n", "\n");
  await talk.answers({ text: `Merci, elle est là.\n\n${quoted}` });
  expect(await talk.words()).toEqual(["Merci, elle est là."]);
});

test("address changed in mid-conversation: mail goes to the new one, and what comes from the old one is not hers any more", async () => {
  const [earlier, old] = [talk.lastMail(), talk.address];
  const fresh = emailAddress(`new-${old}`);
  must(await giveAddress(given, talk.who, { conversationId: talk.id, address: fresh, confirmed: true }));
  const before = given.left.length;
  await given.passes(1);
  const to = earlier.header("reply-to").replaceAll(/^.*<|>.*$/g, "");
  expect(await talk.answers({ text: "From the old address." }, { to })).toBe("posted: another-sender");
  expect(await talk.answers({ from: fresh, text: "From the new one, to the old mail." }, { to, from: fresh })).toBe(
    "posted",
  );
  expect(await talk.words()).toEqual(["From the new one, to the old mail."]);
  await expect(talk.isReplied("Bien noté.")).rejects.toThrow("was not mailed");
  const [mail, ...others] = given.left.slice(before);
  expect(others).toEqual([]);
  expect(mail?.to).toBe(fresh);
  expect(mail?.header("subject")).toBe(earlier.header("subject"));
});

test("duplicates: the same mail three times at once, and once more a day later, is one message", async () => {
  const mail = { text: "Merci.", messageId: "<once@example.com>", date: new Date(0) };
  const outcomes = await Promise.all([talk.answers(mail), talk.answers(mail), talk.answers(mail)]);
  await given.passes(24 * 3_600_000);
  expect((await talk.answers(mail)).split(":")[0]).toBe("duplicate");
  expect(outcomes.filter((outcome) => outcome === "posted").length).toBeLessThanOrEqual(1);
  expect(await talk.words()).toEqual(["Merci."]);
});

test("duplicates: one reply is one mail, however often its job is woken", async () => {
  for (let time = 0; time < 3; time += 1) {
    await given.store.transaction((tx) =>
      tx.jobs.wake({
        kind: "check-continuity",
        key: talk.id,
        payload: { conversationId: talk.id },
        dueAt: given.clock.now(),
      }),
    );
    await given.passes(600_000);
  }
  expect(talk.mails()).toHaveLength(1);
});
