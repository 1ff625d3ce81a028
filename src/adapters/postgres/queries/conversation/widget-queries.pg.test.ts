import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lengthen } from "../../../../../test/support/long-conversation.ts";
import { begin, freshWorld, marie, reply, type World, write } from "../../../../../test/support/world.ts";
import type { Fate } from "../../../../domain/continuity/continuity.ts";
import { brandId, type ConversationId, type Seq, seq as seqOf } from "../../../../domain/ids.ts";
import type { WidgetPrincipal } from "../../../../domain/sessions/session.ts";
import { markRead } from "../../../../usecases/conversation/mark-read.ts";
import { widgetQueries } from "./widget-queries.ts";

let world: World;
let who: WidgetPrincipal;
let id: ConversationId;

beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.dispose());
beforeEach(async () => {
  who = await marie(world);
  id = await begin(world, who);
});

const badge = async (): Promise<number | undefined> =>
  (await widgetQueries(world.database.pool).list(who)).find((each) => each.id === id)?.unread;
const set = (seq: Seq, what: string, values: readonly unknown[] = []) =>
  world.database.pool.query(`update message set ${what} where conversation_id = $1 and seq = $2`, [id, seq, ...values]);
const becomes = (seq: Seq, fate: Fate) => set(seq, "fate = $3", [fate]);

test("what a page that carries the widget is told is its brand's, in the account's languages, its default first", async () => {
  const { pool } = world.database;
  await pool.query("update account set default_locale = 'fr', locales = '{ar,en,fr}'");
  await pool.query("update brand set greeting = 'Hello there', privacy_url = 'https://acme.example/privacy'");
  await pool.query(`update brand set look = jsonb_set(look, '{greetings}', '{"fr": "Bonjour"}')`);
  const { config } = widgetQueries(pool);
  expect(await config(world.acme.brandId)).toEqual({
    brand: { id: world.acme.brandId, name: "Acme" },
    on: true,
    colour: expect.stringMatching(/^#[0-9a-f]{6}$/),
    greeting: "Hello there",
    greetings: { fr: "Bonjour" },
    privacyUrl: "https://acme.example/privacy",
    locales: ["fr", "ar", "en"],
    logo: null,
    launcher: {
      sheet: expect.stringContaining("--brand:"),
      icon: expect.stringMatching(/^M/),
      texts: {},
      isHidden: false,
    },
  });
  expect(await config(brandId(id))).toBeNull();
});

describe("the badge", () => {
  test("counts what lies after the mark, and nothing of one's own", async () => {
    expect(await badge()).toBe(0);
    const first = await reply(world, id);
    await reply(world, id);
    await write(world, who, id);
    expect(await badge()).toBe(2);
    await markRead(world, who, { conversationId: id, upTo: first });
    expect(await badge()).toBe(1);
  });

  test.each([
    ["waiting", 1],
    ["withheld", 1],
    ["mailed", 1],
    ["bounced", 1],
    ["answered", 0],
    ["read", 0],
  ] as const)("a reply that is %s after the mark counts %i", async (fate, unread) => {
    await becomes(await reply(world, id), fate);
    expect(await badge()).toBe(unread);
  });

  test("counts what has no fate by the mark alone", async () => {
    const seq = await reply(world, id);
    await set(seq, "author_kind = 'system', author_id = null, fate = null, fate_at = null");
    expect(await badge()).toBe(1);
    await markRead(world, who, { conversationId: id, upTo: seq });
    expect(await badge()).toBe(0);
  });
});

test("a long conversation comes by pages, from its end; what is unread is all on the first", async () => {
  const { pool } = world.database;
  const { page } = widgetQueries(pool);
  await lengthen(pool, id, 120);
  await set(seqOf(3), "visibility = 'note'");
  await set(seqOf(4), "channel = 'email'");
  const seqs = async (before: Seq | null) => {
    const found = await page(who, id, before);
    return [found?.messages.at(0)?.seq, found?.messages.at(-1)?.seq, found?.messages.length, found?.before];
  };
  expect(await seqs(null)).toEqual([71, 120, 50, ["email", "messaging"]]);
  expect(await seqs(seqOf(71))).toEqual([21, 70, 50, ["email", "messaging"]]);
  expect(await seqs(seqOf(21))).toEqual([1, 20, 19, []]);
  expect(await seqs(seqOf(1))).toEqual([undefined, undefined, 0, []]);
  await set(seqOf(60), "author_kind = 'agent', author_id = $3, fate = 'waiting', fate_at = posted_at", [world.leo.id]);
  await pool.query("update conversation set read_up_to = 59 where id = $1", [id]);
  expect(await seqs(null)).toEqual([60, 120, 61, ["email", "messaging"]]);
  expect(await page(await marie(world), id, null)).toBeNull();
});
