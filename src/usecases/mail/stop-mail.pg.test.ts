import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type BackOffice, backOffice, type LeftMail } from "../../../test/support/back-office.ts";
import { begin, marie, must, reply, write } from "../../../test/support/world.ts";
import { type ConversationId, HOUR, MINUTE, type Seq } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";
import { startMailAgain } from "../conversation/start-mail-again.ts";
import { stopMailHere } from "../conversation/stop-mail-here.ts";
import { stopMail } from "./stop-mail.ts";

let given: BackOffice;
let who: WidgetPrincipal;
let id: ConversationId;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  who = await marie(given);
  id = await begin(given, who);
});

const gives = async (address: string): Promise<void> =>
  void must(await giveAddress(given, who, { conversationId: id, address, confirmed: true }));
const mailsTo = (address: string): readonly LeftMail[] => given.left.filter((mail) => mail.to === address);

/** The token of the link in the last mail to this address. */
function linkIn(address: string, purpose: "stop" | "not-me"): string {
  const found = new RegExp(`/mail/${purpose}/([A-Za-z0-9_-]{43})`).exec(mailsTo(address).at(-1)?.text ?? "");
  if (found?.[1] === undefined) throw new Error(`no ${purpose} link in the mail to ${address}`);
  return found[1];
}

async function mailed(): Promise<Seq> {
  const at = await reply(given, id);
  await given.passes(10 * MINUTE);
  return at;
}

test("*stop* stops mail about the conversation until she wants it again", async () => {
  await gives("stop@example.com");
  await mailed();
  must(await stopMail(given, "stop", linkIn("stop@example.com", "stop")));
  await mailed();
  expect(mailsTo("stop@example.com")).toHaveLength(1);
  must(await startMailAgain(given, who, id));
  await given.passes(HOUR);
  expect(mailsTo("stop@example.com")).toHaveLength(2);
});

test("*stop* in the widget stops it as well, at once and in one conversation", async () => {
  await gives("here@example.com");
  await reply(given, id);
  must(await stopMailHere(given, who, id));
  await given.passes(HOUR);
  expect(mailsTo("here@example.com")).toHaveLength(0);
  must(await startMailAgain(given, who, id));
  await given.passes(HOUR);
  expect(mailsTo("here@example.com")).toHaveLength(1);
});

test("*this wasn't me* stops all mail to that address, in every conversation", async () => {
  await gives("stranger@example.com");
  await mailed();
  must(await stopMail(given, "not-me", linkIn("stranger@example.com", "not-me")));
  id = await begin(given, who);
  await gives("stranger@example.com");
  await mailed();
  expect(mailsTo("stranger@example.com")).toHaveLength(1);
});

test("whoever got a mistyped mail speaks for their own address, not for the one that was given since", async () => {
  await gives("typo@example.com");
  await mailed();
  await write(given, who, id, { shownUpTo: 2 });
  await gives("right@example.com");
  must(await stopMail(given, "not-me", linkIn("typo@example.com", "not-me")));
  must(await stopMail(given, "stop", linkIn("typo@example.com", "stop")));
  await mailed();
  expect(mailsTo("right@example.com")).toHaveLength(1);
});

test("a link that nobody wrote is refused", async () => {
  expect(await stopMail(given, "stop", given.secrets.newToken())).toMatchObject({ error: { code: "link-invalid" } });
});
