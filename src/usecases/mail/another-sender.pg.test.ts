import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../../../test/support/back-office.ts";
import { addAgent, begin, fateOf, marie, must, reply, takeJobs, write } from "../../../test/support/world.ts";
import { agentQueries } from "../../adapters/postgres/queries/conversation/agent-queries.ts";
import { widgetQueries } from "../../adapters/postgres/queries/conversation/widget-queries.ts";
import type { SenderDecision } from "../../domain/mail/another-sender.ts";
import { type ConversationId, MINUTE, revision, type Seq, seq } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { handleConversation } from "../conversation/handle-conversation.ts";
import { decideSender } from "./decide-sender.ts";

let given: BackOffice;
let who: WidgetPrincipal;
let id: ConversationId;
/** Léo's reply, which was mailed, and the answer to it from Pierre's address. */
let replied: Seq;
let at: Seq;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  who = await marie(given);
  id = await begin(given, who);
  must(await giveAddress(given, who, { conversationId: id, address: address(), confirmed: true }));
  replied = await reply(given, id, { status: "pending" });
  await given.passes(10 * MINUTE);
  await given.arrives({ from: "pierre@example.org", to: replyTo(), text: "Je suis son mari." });
  at = seq((await head()).seq);
});

const address = (): string => `marie-${id}@example.com`;
/** Where an answer to Marie's last mail goes. */
const replyTo = (): string => {
  const to = given.left.findLast((mail) => mail.to === address())?.header("reply-to") ?? "";
  return /<([^>]+)>/.exec(to)?.[1] ?? to;
};
const decide = (decision: SenderDecision, by: AgentIdentity = given.leo, of: Seq = at) =>
  decideSender(given, by, { conversationId: id, seq: of, decision });

interface Head {
  readonly seq: number;
  readonly status: string;
  readonly read_up_to: number;
  readonly last_end_user_channel: string;
  readonly address_state: string;
}

async function head(): Promise<Head> {
  const found = await given.database.pool.query<Head>(
    "select seq, status, read_up_to, last_end_user_channel, address_state from conversation where id = $1",
    [id],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error("no conversation");
  return row;
}

const asAgent = async () =>
  (await agentQueries(given.database.pool).changes(given.leo, id, revision(0), given.clock.now()))?.messages.find(
    (message) => message.seq === at,
  );
const asMarie = async () => {
  const seen = await widgetQueries(given.database.pool).changes(who, id, revision(0));
  return { unread: seen?.conversation.unread, message: seen?.messages.find((message) => message.seq === at) };
};
const triaged = async () => {
  const found = await given.database.pool.query<object>(
    `select because, subject, from_address, from_name, preview, conversation_id from inbound_mail
     where state = 'triage' and id not in (select inbound_mail_id from message where inbound_mail_id is not null)`,
  );
  return found.rows;
};

test("a reply address given to an address that was corrected since lets in its holder and the participant", async () => {
  const to = replyTo();
  const corrected = `marie-${id}@example.net`;
  must(await giveAddress(given, who, { conversationId: id, address: corrected, confirmed: true }));
  expect(await given.arrives({ from: address(), to, text: "Qui êtes-vous ?" })).toBe("posted: another-sender");
  const posted = (await head()).seq;
  expect(await given.arrives({ from: "pierre@example.org", to, text: "Moi" })).toBe("triage: withdrawn-token");
  expect((await head()).seq).toBe(posted);
  expect(await given.arrives({ from: corrected, to, text: "C'est moi." })).toBe("posted");
});

test("until somebody decides, agents alone see it, and it has read nothing and reopened nothing", async () => {
  expect(await asAgent()).toMatchObject({ text: "Je suis son mari.", anotherSender: "pierre@example.org" });
  expect((await asMarie()).message).toBeUndefined();
  expect(await head()).toMatchObject({ status: "pending", last_end_user_channel: "messaging" });
  expect(await fateOf(given, id, replied)).toBe("mailed");
});

describe("accepted as the participant's", () => {
  test("it is theirs: it reads what it answers, reopens, and has no other sender any more", async () => {
    must(await decide("accept"));
    expect(await asAgent()).toMatchObject({ anotherSender: null, author: { kind: "end-user", name: null } });
    expect((await asMarie()).message).toMatchObject({ text: "Je suis son mari.", author: { kind: "end-user" } });
    expect(await head()).toMatchObject({ status: "open", last_end_user_channel: "email", read_up_to: replied });
    expect(await fateOf(given, id, replied)).toBe("answered");
  });

  test("it proves no address", async () => {
    must(await decide("accept"));
    expect(await head()).toMatchObject({ address_state: "unproved" });
  });

  test("triggers answer it as they answer any message", async () => {
    await takeJobs(given, "run-trigger");
    must(await decide("accept"));
    const [job] = await takeJobs(given, "run-trigger");
    expect(job?.payload).toMatchObject({ conversationId: id, event: "conversation-requested", seq: at });
  });

  test("it reads nothing that was written after it came", async () => {
    const later = await reply(given, id);
    must(await decide("accept"));
    expect(await fateOf(given, id, later)).toBe("waiting");
    expect((await head()).read_up_to).toBe(replied);
  });

  test("what the person wrote in the widget since stays their last word", async () => {
    given.clock.advance(1_000);
    await write(given, who, id, { text: "Je suis là" });
    must(await decide("accept"));
    expect((await head()).last_end_user_channel).toBe("messaging");
  });
});

describe("shown", () => {
  test("the person sees it, unread, from the address that it came from", async () => {
    const { unread } = await asMarie();
    must(await decide("show"));
    const seen = await asMarie();
    expect(seen.message).toMatchObject({
      text: "Je suis son mari.",
      author: { kind: "another-sender", id: null, name: "pierre@example.org" },
    });
    expect(seen.unread).toBe((unread ?? 0) + 1);
    expect(await asAgent()).toMatchObject({ anotherSender: null, author: { kind: "another-sender" } });
  });

  test("it reads nothing and reopens nothing", async () => {
    const before = await head();
    must(await decide("show"));
    expect(await head()).toEqual(before);
    expect(await fateOf(given, id, replied)).toBe("mailed");
  });
});

describe("sent to triage", () => {
  test("it leaves the conversation, unseen by the person, and waits in triage with what it says", async () => {
    const before = given.notices.length;
    must(await decide("triage"));
    expect(await asAgent()).toMatchObject({ text: "", inboundMailId: null, anotherSender: "pierre@example.org" });
    expect((await asAgent())?.deletedAt).not.toBeNull();
    expect((await asMarie()).message).toBeUndefined();
    expect(await triaged()).toContainEqual({
      because: "taken-out",
      subject: "Re: Acme",
      from_address: "pierre@example.org",
      from_name: "Marie Dupont",
      preview: "Je suis son mari.",
      conversation_id: null,
    });
    expect(given.notices.slice(before)).toContainEqual({ kind: "triage" });
  });
});

describe("refused", () => {
  test("to a light agent", async () => {
    const email = `light-${id}@acme.example`;
    const light = await addAgent(given, { name: "Lou", email, role: "light-agent" });
    expect(await decide("accept", light)).toMatchObject({ error: { code: "not-allowed" } });
    expect(await asAgent()).toMatchObject({ anotherSender: "pierre@example.org" });
  });

  test("where somebody has decided already, and for every other message", async () => {
    must(await decide("show"));
    expect(await decide("accept")).toMatchObject({ error: { code: "not-found" } });
    expect(await decide("triage", given.leo, replied)).toMatchObject({ error: { code: "not-found" } });
  });

  test("in a closed conversation, but for triage", async () => {
    must(await handleConversation(given, given.leo, id, { verb: "status", status: "solved" }));
    await given.database.pool.query("update conversation set status = 'closed' where id = $1", [id]);
    expect(await decide("accept")).toMatchObject({ error: { code: "conversation-closed" } });
    expect(await decide("show")).toMatchObject({ error: { code: "conversation-closed" } });
    must(await decide("triage"));
  });
});
