/** The door that reads a mailbox, against a server that breaks on purpose. Real ones: real-servers.mail.test.ts. */
import { afterEach, describe, expect, test } from "vitest";
import { type ImapPeer, type ImapPeerOptions, startImapPeer } from "../support/peers/imap-peer.ts";
import { messagesOf } from "../support/live-world.ts";
import {
  aLetter,
  type MailHouse,
  type MailHouseOptions,
  mailboxAt,
  openMailHouse,
  receivedBy,
  receives,
} from "../support/mail/mail-house.ts";
import { startTokenEndpoint } from "../support/peers/token-endpoint.ts";
import { until } from "../support/until.ts";
import { conversationId } from "../../src/domain/ids.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function aPeer(options: ImapPeerOptions = {}): Promise<ImapPeer> {
  const peer = await startImapPeer(options);
  closers.push(() => peer.close());
  return peer;
}

async function reading(peer: ImapPeer, options: MailHouseOptions = {}): Promise<MailHouse> {
  const house = await openMailHouse({ imap: mailboxAt(peer.port), ...options });
  closers.push(() => house.close());
  await looked(house);
  return house;
}

/** The mailbox was opened, and nothing was left to take. */
const looked = ({ world }: MailHouse) =>
  until("the mailbox has been looked at", async () => {
    const found = await world.database.pool.query("select 1 from mailbox where uid_validity is not null");
    return found.rowCount === 1;
  });

async function cursorOf({ world }: MailHouse): Promise<number> {
  const found = await world.database.pool.query<{ last_uid: number }>("select last_uid from mailbox");
  return found.rows[0]?.last_uid ?? -1;
}

const subjects = (mails: readonly { readonly subject: string | null }[]) => mails.map(({ subject }) => subject);

test("the first connection starts from now: the mail of years stays where it is", async () => {
  const peer = await aPeer();
  peer.put(aLetter({ subject: "From last year" }));
  const house = await reading(peer);
  peer.put(aLetter({ subject: "From now" }));
  expect(subjects(await receives(house, 1))).toEqual(["From now"]);
});

test("`UID n:*` returns the last old mail where there is no new one: it is not taken again", async () => {
  const peer = await aPeer({ idle: false });
  const house = await reading(peer);
  peer.put(aLetter({}));
  await receives(house, 1);
  const asked = (): number => peer.heard.filter((said) => said.startsWith("UID SEARCH")).length;
  const before = asked();
  await until("it has asked again, and again", () => asked() > before + 3);
  expect(await receivedBy(house)).toHaveLength(1);
  expect(peer.heard.filter((said) => said.startsWith("UID FETCH"))).toHaveLength(1);
});

describe("new mail is heard of", () => {
  test("by IDLE, at once", async () => {
    const peer = await aPeer();
    const house = await reading(peer);
    await until("it idles", () => peer.heard.includes("IDLE"));
    peer.put(aLetter({}));
    expect(await receives(house, 1)).toMatchObject([{ state: "posted", door: "imap" }]);
  });

  test("by asking, where the server has no IDLE", async () => {
    const peer = await aPeer({ idle: false });
    const house = await reading(peer);
    peer.put(aLetter({}));
    await receives(house, 1);
    expect(peer.heard).not.toContain("IDLE");
  });

  test("by asking, where IDLE has gone silent", async () => {
    const peer = await aPeer({ announces: false });
    const house = await reading(peer, { imapTiming: { pollEvery: 100 } });
    await until("it idles", () => peer.heard.includes("IDLE"));
    peer.put(aLetter({}));
    expect(await receives(house, 1)).toMatchObject([{ state: "posted", door: "imap" }]);
    expect(peer.connections()).toBe(1);
  });

  test("on a new connection, where nobody answers on the old one", async () => {
    const peer = await aPeer({ announces: false, answersDone: false });
    const house = await reading(peer, { imapTiming: { pollEvery: 100, answerWithin: 200 } });
    await until("it idles", () => peer.heard.includes("IDLE"));
    peer.put(aLetter({}));
    await receives(house, 1);
    expect(peer.connections()).toBeGreaterThan(1);
  });
});

test("where the disk is low mail waits where it is, without haste, and comes when there is room", async () => {
  const disk = { low: false, asked: 0 };
  const room = {
    isLow: () => {
      disk.asked += 1;
      return Promise.resolve(disk.low);
    },
  };
  const peer = await aPeer();
  const house = await reading(peer, { room, imapTiming: { pollEvery: 50 } });
  const at = await cursorOf(house);
  disk.low = true;
  const last = disk.asked;
  await until("the last look before it is over", () => disk.asked > last + 1);
  peer.put(aLetter({ subject: "First" }));
  peer.put(aLetter({ subject: "Second" }));
  // Each letter is announced, and looked after at once: what comes then is of the door's own.
  const put = disk.asked;
  await until("both were heard of", () => disk.asked > put + 2);
  const [before, heard] = [disk.asked, peer.heard.length];
  await until("it has looked again, and again", () => disk.asked > before + 3);
  const said = peer.heard.slice(heard);
  expect(said.filter((each) => /^UID (?:SEARCH|FETCH)/.test(each))).toEqual([]);
  // Each look is followed by a pause.
  expect(said.filter((each) => each === "IDLE").length).toBeGreaterThanOrEqual(disk.asked - before - 1);
  expect([await receivedBy(house), await cursorOf(house), peer.connections()]).toEqual([[], at, 1]);
  disk.low = false;
  expect(subjects(await receives(house, 2))).toEqual(["First", "Second"]);
});

describe("one bad mail", () => {
  test.each(["refuses", "cuts", "is-silent", "garbles"] as const)(
    "that the server %s is recorded and passed, and the good one after it comes",
    async (behaviour) => {
      const peer = await aPeer();
      const house = await reading(peer, { imapTiming: { fetchWithin: 100 } });
      const bad = peer.put(aLetter({ subject: "Bad" }), behaviour);
      peer.put(aLetter({ subject: "Good" }));
      const mails = await receives(house, 2);
      expect(mails.map(({ state, because }) => [state, because])).toEqual([
        ["triage", "not-fetched"],
        ["posted", "new-conversation"],
      ]);
      expect(mails.map(({ subject }) => subject)).toEqual([`INBOX ${bad}`, "Good"]);
    },
  );

  test("that vanished before it was fetched is no trouble", async () => {
    const peer = await aPeer();
    const house = await reading(peer);
    peer.put(aLetter({ subject: "Vanished" }), "has-lost");
    peer.put(aLetter({ subject: "Good" }));
    expect(subjects(await receives(house, 1))).toEqual(["Good"]);
  });

  test("IMAP refetches one bad mail for ever: it is asked for five times, and never again", async () => {
    const peer = await aPeer();
    const house = await reading(peer);
    const bad = peer.put(aLetter({}), "cuts");
    await receives(house, 1);
    await house.restart();
    peer.put(aLetter({ subject: "Good" }));
    await receives(house, 2);
    expect(peer.heard.filter((said) => said.startsWith(`UID FETCH ${bad} `))).toHaveLength(5);
  });

  test("a mail that breaks the parser followed by a good one: it is kept, and the good one comes", async () => {
    const peer = await aPeer();
    const house = await reading(peer);
    peer.put(`\u0000\u0001\r\nnot a mail at all \u0000${"(".repeat(50_000)}`);
    peer.put(aLetter({ subject: "Good" }));
    const mails = await receives(house, 2);
    expect(mails[0]?.state).toBe("triage");
    expect(mails[1]).toMatchObject({ state: "posted", subject: "Good" });
  });
});

test("mail marked seen on an exception and lost: it is not marked, and comes after a restart", async () => {
  const peer = await aPeer();
  const house = await reading(peer);
  await house.world.database.pool.query("alter table raw_mail rename to raw_mail_away");
  peer.put(aLetter({ subject: "Kept" }));
  await until("it was tried twice", () => peer.heard.filter((said) => said.startsWith("UID FETCH")).length > 1);
  await house.world.database.pool.query("alter table raw_mail_away rename to raw_mail");
  await house.restart();
  expect(subjects(await receives(house, 1))).toEqual(["Kept"]);
  expect(peer.heard.filter((said) => /STORE|BODY\[\]|RFC822 |SELECT/.test(said))).toEqual([]);
});

test("a server that breaks again and again ends nothing: mail comes when it is back", async () => {
  const peer = await aPeer();
  const house = await reading(peer);
  for (let time = 1; time <= 5; time += 1) {
    peer.cut();
    await until("it has come back", () => peer.connections() > time);
  }
  peer.put(aLetter({}));
  expect(await receives(house, 1)).toMatchObject([{ state: "posted" }]);
});

test("UIDVALIDITY change: nothing is lost and nothing is doubled", async () => {
  const peer = await aPeer();
  const house = await reading(peer);
  peer.put(aLetter({ subject: "One" }));
  peer.put(aLetter({ subject: "Two" }));
  await receives(house, 2);
  peer.renumber();
  peer.put(aLetter({ subject: "Three" }));
  const mails = await receives(house, 5);
  expect(mails.filter(({ state }) => state === "posted").map(({ subject }) => subject)).toEqual([
    "One",
    "Two",
    "Three",
  ]);
  expect(mails.filter(({ state }) => state === "duplicate")).toHaveLength(2);
  expect(await cursorOf(house)).toBe(3);
});

test("mail that names no recipient of ours is in triage, not lost", async () => {
  const peer = await aPeer();
  const house = await reading(peer);
  peer.put(aLetter({ to: "undisclosed-recipients:;" }));
  peer.put(aLetter({ to: "somebody@else.example", head: ["Auto-Submitted: auto-replied"] }));
  const mails = await receives(house, 2);
  expect(mails.map(({ state, because }) => [state, because])).toEqual([
    ["triage", "unplaced"],
    ["triage", "automatic-and-unplaced"],
  ]);
});

test("two processes on one mailbox: one reads, the other takes over when it stops", async () => {
  const peer = await aPeer();
  const house = await reading(peer);
  const other = await house.addProcess();
  peer.put(aLetter({}));
  await receives(house, 1);
  expect(peer.connections()).toBe(1);
  await house.server.stop();
  await until("the other has taken over", () => peer.connections() === 2);
  peer.put(aLetter({}));
  await receives(house, 2);
  await other.stop();
});

describe("senders", () => {
  const pass = "spf=pass smtp.mailfrom=marie@example.com; dmarc=pass header.from=example.com";

  test.each([
    ["the named upstream", "mx.acme.example", "proved"],
    ["anybody else", "mx.evil.example", "unproved"],
  ])("are proved by the results of %s", async (_, id, state) => {
    const peer = await aPeer();
    const house = await reading(peer, { mailUpstream: "mx.acme.example" });
    peer.put(aLetter({ head: [`Authentication-Results: ${id}; ${pass}`] }));
    await receives(house, 1);
    const found = await house.world.database.pool.query("select address_state from conversation");
    expect(found.rows).toEqual([{ address_state: state }]);
  });
});

describe("sign-in by OAuth", () => {
  test("an access token is fetched, used, and fetched anew when it is refused", async () => {
    const endpoint = await startTokenEndpoint();
    closers.push(() => endpoint.close());
    const peer = await aPeer({ accessToken: () => endpoint.valid() });
    const house = await reading(peer, { imap: mailboxAt(peer.port, { kind: "oauth", grant: endpoint.grant }) });
    peer.put(aLetter({}));
    await receives(house, 1);
    expect(peer.heard.some((said) => said.startsWith("AUTHENTICATE XOAUTH2 "))).toBe(true);
    endpoint.revoke();
    peer.cut();
    await until("it has signed in anew", () => endpoint.given() === 2);
    peer.put(aLetter({}));
    await receives(house, 2);
    // The provider gave a new refresh token with the first answer: that one was used.
    expect(endpoint.refreshTokens()).toEqual(["refresh-0", "refresh-1"]);
  });
});

test("an answer in the mailbox lands in its conversation, as the participant's own", async () => {
  const peer = await aPeer();
  const house = await reading(peer, { mailUpstream: "mx.acme.example" });
  const proof = "Authentication-Results: mx.acme.example; dmarc=pass header.from=example.com";
  peer.put(aLetter({ head: [proof], text: "Do you have the oak lamp?" }));
  const [first] = await receives(house, 1);
  const messages = await messagesOf(house.world, conversationId(first?.conversation_id ?? ""));
  expect(messages.map(({ body, channel, another_sender }) => [body, channel, another_sender])).toEqual([
    ["Do you have the oak lamp?", "email", null],
  ]);
});
