import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCEPTED, type BackOffice, backOffice } from "../../../test/support/back-office.ts";
import { begin, marie, must, reply } from "../../../test/support/world.ts";
import { type ConversationId, MINUTE } from "../../domain/ids.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { sendNow } from "./send-now.ts";
import { tryDomainNow } from "./try-domain-now.ts";

let given: BackOffice;
beforeEach(async () => {
  given = await backOffice();
});
afterEach(() => given.dispose());

async function waiting(address: string): Promise<ConversationId> {
  const who = await marie(given);
  const id = await begin(given, who);
  must(await giveAddress(given, who, { conversationId: id, address, confirmed: true }));
  await reply(given, id);
  return id;
}

const TOO_FAST = { kind: "deferred", code: 421, reply: "421 4.7.0 too many mails" } as const;

/** Both domains asked for a pause; one mail to each was deferred, and one more is held for `slow.example`. */
async function slowed(): Promise<void> {
  given.serverSays(TOO_FAST);
  for (const address of ["marie@slow.example", "zoe@other.example"]) await waiting(address);
  await given.passes(2 * MINUTE);
  must(await sendNow(given, given.leo, await waiting("paul@slow.example")));
  await given.settle();
  given.serverSays(ACCEPTED);
}

test("the pause ends, and everything that waits for the domain is tried at once; other domains go on waiting", async () => {
  await slowed();
  expect(must(await tryDomainNow(given, "slow.example"))).toBe(2);
  await given.settle();
  expect(given.left.map(({ to }) => to).toSorted()).toEqual(["marie@slow.example", "paul@slow.example"]);
  const { rows } = await given.database.pool.query("select domain from domain_pace");
  expect(rows).toEqual([{ domain: "other.example" }]);
});

test("a domain that asks again gets the shortest pause again", async () => {
  await slowed();
  given.serverSays(TOO_FAST);
  must(await tryDomainNow(given, "slow.example"));
  await given.settle();
  expect(given.left).toHaveLength(0);
  const { rows } = await given.database.pool.query("select step from domain_pace where domain = 'slow.example'");
  expect(rows).toEqual([{ step: 1 }]);
});

test("a domain that is not slowed down is refused", async () => {
  expect(await tryDomainNow(given, "slow.example")).toMatchObject({ error: { code: "not-found" } });
});
