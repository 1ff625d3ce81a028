import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  ACCEPTED,
  AMBIGUOUS,
  type BackOffice,
  backOffice,
  DEFERRED,
  REFUSED,
} from "../../../test/support/back-office.ts";
import { begin, fateOf, marie, must, reply, write } from "../../../test/support/world.ts";
import { connectionId, type ConversationId, DAY, MINUTE, SECOND, type Seq } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { handleConversation, type Handling } from "../conversation/handle-conversation.ts";
import { markRead } from "../conversation/mark-read.ts";
import { noteConnected, noteLeft } from "../sessions/note-presence.ts";
import { sendNow } from "./send-now.ts";

let given: BackOffice;
let who: WidgetPrincipal;
let id: ConversationId;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  given.serverSays(ACCEPTED);
  who = await marie(given);
  id = await begin(given, who);
  await gives(`marie-${id}@example.com`);
});

async function gives(address: string): Promise<void> {
  must(await giveAddress(given, who, { conversationId: id, address, confirmed: true }));
}

const handle = (handling: Handling) => handleConversation(given, given.leo, id, handling);
const seen = (upTo: Seq): Promise<void> => markRead(given, who, { conversationId: id, upTo });
const mails = () => given.left.filter((mail) => mail.to === `marie-${id}@example.com`);

/** Marie's browser has a live socket; answers how it hangs up. */
async function connects(): Promise<() => Promise<void>> {
  const connection = { id: connectionId(given.newId()), sessionId: who.sessionId };
  await noteConnected(given, connection);
  return async () => void (await noteLeft(given, connection.id));
}

async function deliveries(): Promise<readonly { readonly state: string; readonly seqs: readonly number[] }[]> {
  const found = await given.database.pool.query<{ state: string; seqs: readonly number[] }>(
    "select state, seqs from delivery where conversation_id = $1 order by created_at, id",
    [id],
  );
  return found.rows;
}

test("an unread reply leaves two minutes after it was written to somebody who is gone, and says so", async () => {
  const at = await reply(given, id, { text: "Elle est partie hier." });
  await given.passes(2 * MINUTE - 1);
  expect(mails()).toEqual([]);
  await given.passes(1);
  expect(mails()).toHaveLength(1);
  const [mail] = mails();
  expect(mail?.text).toContain("Elle est partie hier.");
  expect(mail?.header("reply-to")).toMatch(/reply\+.+@acme\.example/);
  expect(await fateOf(given, id, at)).toBe("mailed");
});

test("a reply that was seen in time is not mailed", async () => {
  const at = await reply(given, id);
  await given.passes(MINUTE);
  await seen(at);
  await given.passes(60 * MINUTE);
  expect(mails()).toEqual([]);
  expect(await fateOf(given, id, at)).toBe("read");
});

test("a mail whose replies were read between two attempts does not leave, and nothing stands in the way of the next", async () => {
  given.serverSays(DEFERRED);
  const first = await reply(given, id, { text: "First." });
  await given.passes(2 * MINUTE);
  await seen(first);
  const second = await reply(given, id, { text: "Second." });
  given.serverSays(ACCEPTED);
  await given.passes(2 * MINUTE);
  expect(mails().map((mail) => mail.text.includes("First."))).toEqual([false]);
  expect(await fateOf(given, id, second)).toBe("mailed");
  expect((await deliveries()).map(({ state }) => state)).toEqual(["cancelled", "accepted"]);
});

describe("a mail that the next server put off", () => {
  test("leaves with the same id and the same words where nothing changed", async () => {
    const tried: string[] = [];
    given.serverSays((mail) => {
      tried.push(Buffer.from(mail.raw).toString());
      return Promise.resolve(tried.length < 3 ? DEFERRED : ACCEPTED);
    });
    await reply(given, id);
    await given.passes(60 * MINUTE);
    expect(tried).toHaveLength(3);
    expect(new Set(tried).size).toBe(1);
    expect(mails()).toHaveLength(1);
  });

  test("is written anew, with an id of its own, where a reply was edited meanwhile", async () => {
    given.serverSays(DEFERRED);
    const at = await reply(given, id, { text: "It left yesterdy." });
    await given.passes(2 * MINUTE);
    must(await handle({ verb: "edit", seq: at, text: "It left yesterday." }));
    given.serverSays(ACCEPTED);
    await given.passes(30 * MINUTE);
    expect(mails().map((mail) => mail.text.includes("yesterday."))).toEqual([true]);
    expect((await deliveries()).map(({ state }) => state)).toEqual(["cancelled", "accepted"]);
  });

  test("is called back by *don't send*", async () => {
    given.serverSays(DEFERRED);
    const at = await reply(given, id);
    await given.passes(2 * MINUTE);
    must(await handle({ verb: "withhold", seq: at }));
    given.serverSays(ACCEPTED);
    await given.passes(60 * MINUTE);
    expect(mails()).toEqual([]);
    expect(await fateOf(given, id, at)).toBe("withheld: by-agent");
  });

  test("keeps no word of a reply that was deleted", async () => {
    given.serverSays(DEFERRED);
    const at = await reply(given, id, { text: "The key is under the mat." });
    await given.passes(2 * MINUTE);
    must(await handle({ verb: "delete", seq: at }));
    const kept = await given.database.pool.query<{ kept: boolean }>(
      "select bool_or(raw is not null or sent_text is not null) as kept from delivery where conversation_id = $1",
      [id],
    );
    expect(kept.rows).toEqual([{ kept: false }]);
    given.serverSays(ACCEPTED);
    await given.passes(60 * MINUTE);
    expect(mails()).toEqual([]);
  });
});

describe("a mail whose fate nobody knows", () => {
  test("is sent again, the same to the byte", async () => {
    given.serverSays(AMBIGUOUS);
    await reply(given, id);
    await given.passes(2 * MINUTE);
    given.serverSays(ACCEPTED);
    await given.passes(5 * MINUTE);
    expect(new Set(mails().map((mail) => Buffer.from(mail.raw).toString())).size).toBe(1);
    expect(mails()).toHaveLength(2);
  });

  test("is not sent again once its replies were read, and can no longer be edited before", async () => {
    given.serverSays(AMBIGUOUS);
    const at = await reply(given, id);
    await given.passes(2 * MINUTE);
    const edited = await handle({ verb: "edit", seq: at, text: "Other words." });
    expect(edited).toMatchObject({ ok: false, error: { code: "already-mailed" } });
    await seen(at);
    await given.passes(60 * MINUTE);
    expect(mails()).toHaveLength(1);
  });
});

describe("send now", () => {
  test("waits for nothing", async () => {
    const at = await reply(given, id);
    must(await sendNow(given, given.leo, id));
    await given.settle();
    expect(mails()).toHaveLength(1);
    expect(await fateOf(given, id, at)).toBe("mailed");
  });

  test("stays now when the mail has to be written anew", async () => {
    await connects();
    given.serverSays(DEFERRED);
    await reply(given, id, { text: "First." });
    must(await sendNow(given, given.leo, id));
    await given.settle();
    await given.passes(4 * MINUTE);
    await reply(given, id, { text: "Second." });
    given.serverSays(ACCEPTED);
    await given.passes(90 * SECOND);
    expect(mails().map((mail) => mail.text.includes("First.") && mail.text.includes("Second."))).toEqual([true]);
  });

  test("is refused with the reason where nothing can go", async () => {
    expect(await sendNow(given, given.leo, id)).toMatchObject({ ok: false, error: { code: "nothing-to-send" } });
    const another = await begin(given);
    await reply(given, another);
    expect(await sendNow(given, given.leo, another)).toMatchObject({ ok: false, error: { code: "no-address" } });
  });

  test("lets an agent's own *don't send* stand", async () => {
    const held = await reply(given, id, { text: "Held." });
    await reply(given, id, { text: "Sent." });
    must(await handle({ verb: "withhold", seq: held }));
    must(await sendNow(given, given.leo, id));
    await given.settle();
    expect(mails().map((mail) => [mail.text.includes("Held."), mail.text.includes("Sent.")])).toEqual([[false, true]]);
  });
});

test("a refused mail bounces its replies and the address; for a new address they wait again", async () => {
  given.serverSays(REFUSED);
  const at = await reply(given, id);
  await given.passes(2 * MINUTE);
  expect(await fateOf(given, id, at)).toBe("bounced: unknown-address");
  given.serverSays(ACCEPTED);
  await gives(`new-marie-${id}@example.com`);
  expect(await fateOf(given, id, at)).toBe("waiting");
  await given.passes(10 * MINUTE);
  expect(await fateOf(given, id, at)).toBe("mailed");
});

test("whoever lost the job while they talked with the server writes nothing down: the mail is another's by now", async () => {
  given.serverSays(async () => {
    await given.database.pool.query("update job set lease_token = $1 where kind = 'deliver-mail'", [given.newId()]);
    return REFUSED;
  });
  const at = await reply(given, id);
  await given.passes(2 * MINUTE);
  expect((await deliveries()).map(({ state }) => state)).toEqual(["sending"]);
  expect(await fateOf(given, id, at)).toBe("waiting");
  await given.database.pool.query("delete from job where kind = 'deliver-mail'");
});

test("a bounce that overtakes the end of the attempt is not forgotten by it", async () => {
  given.serverSays(async (mail) => {
    const bounce = [
      `To: <${mail.envelope.from}>`,
      "From: <mailer-daemon@example.com>",
      "Auto-Submitted: auto-replied",
      "Subject: Undelivered",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "MIME-Version: 1.0",
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "No such user.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example.com",
      "",
      `Final-Recipient: rfc822; ${mail.envelope.to}`,
      "Action: failed",
      "Status: 5.1.1",
      "--b--",
    ];
    await given.arrives({ from: null, to: mail.envelope.from, raw: bounce.join("\r\n") });
    return ACCEPTED;
  });
  const at = await reply(given, id);
  await given.passes(2 * MINUTE);
  expect((await deliveries()).map(({ state }) => state)).toEqual(["bounced"]);
  expect(await fateOf(given, id, at)).toMatch(/^bounced/);
});

describe("solved", () => {
  test("mails what waits at once, closes after four days, and mails nothing then", async () => {
    const at = await reply(given, id, { status: "solved" });
    await given.passes(15 * SECOND);
    expect(await fateOf(given, id, at)).toBe("mailed");
    await given.passes(4 * DAY);
    expect((await given.store.hot.loadHead(id))?.status).toBe("closed");
  });

  test("does not close while a reply waits", async () => {
    const another = await begin(given);
    await reply(given, another, { status: "solved" });
    await given.passes(5 * DAY);
    expect((await given.store.hot.loadHead(another))?.status).toBe("solved");
  });

  test("a reopened conversation does not close on the day that the first solving set", async () => {
    const at = await reply(given, id, { status: "solved" });
    await given.passes(3 * DAY);
    await write(given, who, id, { shownUpTo: at });
    await given.passes(DAY);
    must(await handle({ verb: "status", status: "solved" }));
    await given.passes(3 * DAY);
    expect((await given.store.hot.loadHead(id))?.status).toBe("solved");
    await given.passes(DAY);
    expect((await given.store.hot.loadHead(id))?.status).toBe("closed");
  });
});

describe("presence", () => {
  test("whoever is connected has ten minutes, and two from the moment they hang up", async () => {
    const hangUp = await connects();
    await reply(given, id);
    await given.passes(5 * MINUTE);
    expect(mails()).toEqual([]);
    await hangUp();
    await given.passes(2 * MINUTE);
    expect(mails()).toHaveLength(1);
  });

  test("one device of two that hangs up is not leaving", async () => {
    const hangUp = await connects();
    await connects();
    await reply(given, id);
    await hangUp();
    await given.passes(9 * MINUTE);
    expect(mails()).toEqual([]);
  });
});
