/**
 * The relay has a bad day: it falls silent at each step of a talk, and is well again a while later, for whoever comes anew.
 * By the real clock, on real sockets: what is waited for is what we promise, and no time of ours is shortened.
 */
import { afterEach, describe, expect, test } from "vitest";
import { createSmtpMailer, type SmtpMailer } from "../../src/adapters/mail/smtp-out.ts";
import { emailAddress } from "../../src/domain/ids.ts";
import type { EnvelopedMail } from "../../src/ports/continuity/mailer.ts";
import { type MailPeer, type PeerStep, startMailPeer } from "../support/peers/mail-peers.ts";
import { until } from "../support/until.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function given(...offered: readonly string[]): Promise<{ readonly peer: MailPeer; readonly mailer: SmtpMailer }> {
  const peer = await startMailPeer({ extensions: [...offered, "AUTH PLAIN", "8BITMIME"] });
  const mailer = createSmtpMailer({ url: peer.url.replace("//", "//leo:secret@") });
  closers.push(
    () => peer.close(),
    () => mailer.cut(),
  );
  return { peer, mailer };
}

const mailTo = (name: string): EnvelopedMail => ({
  envelope: { from: emailAddress("bounce+1@acme.example"), to: emailAddress(`${name}@example.com`) },
  raw: Buffer.from(`Subject: ${name}\r\n\r\nBonjour.\r\n`),
});

const namesAt = ({ mails }: MailPeer): readonly string[] => mails.map(({ to }) => to.join().split("@")[0] ?? "");

/** Before the bytes. */
const EARLY: readonly PeerStep[] = ["connect", "greeting", "ehlo", "auth", "mail", "rcpt", "data"];

describe("a relay that falls silent", () => {
  test(
    "before the bytes holds a mail up for ten seconds after it is well, at any step",
    { timeout: MINUTE },
    async () => {
      const found = await Promise.all(
        EARLY.map(async (at) => {
          const { peer, mailer } = await given();
          peer.behave({ kind: "hang", at });
          const sending = mailer.send(mailTo("marie"));
          await until(`it is silent at ${at}`, () => peer.misbehaved.length > 0);
          peer.behave({ kind: "accept" });
          const wellAt = performance.now();
          const { kind } = await sending;
          return { at, kind, isSoon: performance.now() - wellAt < 10 * SECOND, names: namesAt(peer) };
        }),
      );
      expect(found).toEqual(EARLY.map((at) => ({ at, kind: "accepted", isSoon: true, names: ["marie"] })));
    },
  );

  test("is asked on two connections at a time for one mail, no more", { timeout: MINUTE }, async () => {
    const { peer, mailer } = await given();
    peer.behave({ kind: "hang", at: "ehlo" });
    const sending = mailer.send(mailTo("marie"));
    await until("it was asked four times", () => peer.misbehaved.length === 4);
    expect(peer.open).toBe(2);
    peer.behave({ kind: "accept" });
    await sending;
  });

  test("after the final dot is waited for by one mail, and others go on", { timeout: MINUTE }, async () => {
    const { peer, mailer } = await given();
    peer.behave({ kind: "hang", at: "dot" });
    const first = ["a", "b", "c", "d", "e"];
    for (const name of first) void mailer.send(mailTo(name)).catch(() => undefined);
    await until("five wait for their answer", () => peer.mails.length === 5);
    const outcomes = ["f", "g", "h"].map((name) => mailer.send(mailTo(name)));
    await until("one finds out whether it lives", () => peer.mails.length === 6);
    peer.behave({ kind: "accept" });
    const wellAt = performance.now();
    expect(await outcomes[0]).toMatchObject({ kind: "ambiguous" });
    expect(await Promise.all(outcomes.slice(1))).toMatchObject([{ kind: "accepted" }, { kind: "accepted" }]);
    // The sixth was asked too early, and gives up after ten seconds; from then on it is seconds.
    expect(performance.now() - wellAt).toBeLessThan(11 * SECOND);
    expect(namesAt(peer).slice(5)).toEqual(["f", "g", "h"]);
  });

  test("after QUIT harms nobody", { timeout: MINUTE }, async () => {
    const { peer, mailer } = await given();
    peer.behave({ kind: "hang", at: "quit" });
    expect(await mailer.send(mailTo("marie"))).toMatchObject({ kind: "accepted" });
    expect(await mailer.probe()).toBe(null);
    expect(await mailer.send(mailTo("paul"))).toMatchObject({ kind: "accepted" });
  });
});

test(
  "slow to answer the final dot is not silent: nobody is cut off, and later mails wait longer",
  { timeout: MINUTE },
  async () => {
    const { peer, mailer } = await given();
    peer.behave({ kind: "slow", at: "dot", ms: 12 * SECOND });
    // The sixth goes out to see whether the relay lives, and is at the end of its ten seconds when the others have heard.
    const first = await Promise.all(["a", "b", "c", "d", "e", "f"].map((name) => mailer.send(mailTo(name))));
    const second = await Promise.all(["g", "h"].map((name) => mailer.send(mailTo(name))));
    expect([...first, ...second].map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => "accepted"));
    expect(namesAt(peer).toSorted()).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
  },
);

describe("trouble of the relay's own is told from a refusal of the recipient", () => {
  test.each([
    ["451 at MAIL", { kind: "answer", at: "mail", line: "451 4.3.0 local error" }, true],
    ["452 at DATA", { kind: "answer", at: "data", line: "452 4.3.1 disk full" }, true],
    ["451 to the final dot", { kind: "answer", at: "dot", line: "451 4.3.0 local error" }, true],
    ["421 at the greeting", { kind: "answer", at: "greeting", line: "421 4.7.0 busy" }, true],
    ["our login refused", { kind: "answer", at: "auth", line: "535 5.7.8 no" }, true],
    ["cut after STARTTLS", { kind: "cut", at: "starttls" }, true],
    ["TLS that is none", { kind: "answer", at: "starttls", line: "220 go" }, true],
    ["451 at RCPT", { kind: "answer", at: "rcpt", line: "451 4.2.1 mailbox busy" }, undefined],
    ["a call for patience", { kind: "answer", at: "mail", line: "451 4.7.1 not so fast" }, undefined],
  ] as const)("%s", async (_when, behaviour, ofRelay) => {
    const { peer, mailer } = await given(...(behaviour.at === "starttls" ? ["STARTTLS"] : []));
    peer.behave(behaviour);
    const outcome = await mailer.send(mailTo("marie"));
    expect(outcome).toMatchObject({ kind: "deferred" });
    expect(outcome.ofRelay).toBe(ofRelay);
  });
});
