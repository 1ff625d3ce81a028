import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCEPTED, type BackOffice, backOffice, REFUSED } from "../../../test/support/back-office.ts";
import { begin, fateOf, marie, must, reply } from "../../../test/support/world.ts";
import { type ConversationId, emailAddress, MINUTE } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { liftSuppression } from "./lift-suppression.ts";
import { stopMail } from "./stop-mail.ts";

const MARIE = emailAddress("marie@example.com");
let given: BackOffice;
let who: WidgetPrincipal;
beforeEach(async () => {
  given = await backOffice();
  who = await marie(given);
});
afterEach(() => given.dispose());

async function waiting(address: string): Promise<ConversationId> {
  const id = await begin(given, who);
  must(await giveAddress(given, who, { conversationId: id, address, confirmed: true }));
  return id;
}

test("what bounced leaves after all, in every conversation that had given the address up", async () => {
  const ids = [await waiting(MARIE), await waiting(MARIE)];
  const replies: [ConversationId, Awaited<ReturnType<typeof reply>>][] = [];
  given.serverSays(REFUSED);
  for (const id of ids) replies.push([id, await reply(given, id)]);
  await given.passes(10 * MINUTE);
  given.serverSays(ACCEPTED);
  await given.passes(10 * MINUTE);
  expect(given.left).toHaveLength(0);
  expect(must(await liftSuppression(given, MARIE))).toMatchObject({ because: "bounced" });
  await given.passes(10 * MINUTE);
  for (const [id, at] of replies) expect(await fateOf(given, id, at)).toBe("mailed");
  expect(given.left.map(({ to }) => to)).toEqual([MARIE, MARIE]);
});

test("a conversation that has another address now is not touched", async () => {
  const id = await waiting(MARIE);
  given.serverSays(REFUSED);
  await reply(given, id);
  await given.passes(10 * MINUTE);
  given.serverSays(ACCEPTED);
  must(await giveAddress(given, who, { conversationId: id, address: "new@example.com", confirmed: true }));
  must(await liftSuppression(given, MARIE));
  await given.passes(10 * MINUTE);
  expect(given.left.map(({ to }) => to)).toEqual(["new@example.com"]);
});

test("whoever said *this wasn't me* is not mailed about that conversation, only about another", async () => {
  const id = await waiting(MARIE);
  await reply(given, id);
  await given.passes(10 * MINUTE);
  const token = /\/mail\/not-me\/([A-Za-z0-9_-]{43})/.exec(given.left[0]?.text ?? "")?.[1] ?? "";
  must(await stopMail(given, "not-me", token));
  expect(must(await liftSuppression(given, MARIE))).toMatchObject({ because: "not-me" });
  await reply(given, id);
  await given.passes(10 * MINUTE);
  expect(given.left).toHaveLength(1);
  await reply(given, await waiting(MARIE));
  await given.passes(10 * MINUTE);
  expect(given.left).toHaveLength(2);
});

test("an address that is not suppressed is refused", async () => {
  expect(await liftSuppression(given, MARIE)).toMatchObject({ error: { code: "not-found" } });
});
