/** A link that is taken back while others use it, and in processes that do not hear of it (ADR 0022). */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { createStore } from "../../src/adapters/postgres/store.ts";
import { revision } from "../../src/domain/ids.ts";
import { revokeLinks } from "../../src/usecases/conversation/revoke-links.ts";
import { resumeConversation } from "../../src/usecases/sessions/resume-conversation.ts";
import { type BackOffice, backOffice } from "../support/back-office.ts";
import { type Correspondence, correspond } from "../support/mail/correspondence.ts";
import { must } from "../support/world.ts";

let given: BackOffice;
let talk: Correspondence;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  talk = await correspond(given);
});

const redeem = () => {
  const linkToken = /#ariane=([\w-]+)/.exec(talk.lastMail().text)?.[1] ?? "";
  return resumeConversation(given, { linkToken, sessionToken: null });
};
const find = (token: string) =>
  given.store.transaction((tx) => tx.people.findSession(given.secrets.hashToken(token), given.clock.now()));

test("whoever redeems at the very moment has come too late, or is out again", async () => {
  const [revoked, ...redeemed] = await Promise.all([
    revokeLinks(given, given.leo, talk.id),
    ...Array.from({ length: 10 }, redeem),
  ]);
  must(revoked);
  const tokens = redeemed.flatMap((each) => (each.ok ? [each.value.token] : []));
  expect(await Promise.all(tokens.map(find))).toEqual(tokens.map(() => null));
});

test("a process that heard nothing of it gives nothing out either", async () => {
  const { token } = must(await redeem());
  const who = await find(token);
  if (who === null) throw new Error("the link opened nothing");
  const silent = createStore({ pool: given.database.pool, newId: given.newId, publish: () => undefined });
  must(await revokeLinks({ ...given, store: silent }, given.leo, talk.id));
  const asked = { ...who, asOf: given.clock.now() };
  expect(await widgetQueries(given.database.pool).changes(asked, talk.id, revision(0))).toBeNull();
  expect(await find(token)).toBeNull();
});
