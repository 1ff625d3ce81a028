/** Mail with the line ends of another system says what it says, by every door. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { receivedBy } from "../support/mail/mail-house.ts";
import { type OpenHouse, openEveryWay, WAYS_IN } from "../support/mail/ways-in.ts";
import { SUPPORT } from "../support/live-world.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../support/peers/dns.ts";

let open: OpenHouse;

beforeAll(async () => {
  open = await openEveryWay({ zone: EXAMPLE_SENDS_FROM_HERE });
});
afterAll(() => open.close());

describe.each(WAYS_IN)("by %s", (way) => {
  test.each([
    ["LF", "\n"],
    ["CR", "\r"],
    ["CR CR LF", "\r\r\n"],
  ])("lines that end in %s", async (name, end) => {
    const from = `${way}-${name.toLowerCase().replaceAll(" ", "-")}@example.com`;
    const subject = `By ${way}, ${name}`;
    const lines = [`From: Marie <${from}>`, `To: ${SUPPORT}`, `Subject: ${subject}`, "", "Friday is fine.", "Marie"];
    expect(await open.handIn(way, { from, to: SUPPORT, raw: lines.join(end) })).toBe(true);
    await open.allRead();
    const mail = (await receivedBy(open.house)).find((each) => each.subject === subject);
    expect(mail).toMatchObject({ state: "posted", because: "new-conversation" });
    const { rows } = await open.house.world.database.pool.query<{ body: string }>(
      "select body from message where conversation_id = $1 and channel = 'email'",
      [mail?.conversation_id],
    );
    expect(rows).toEqual([{ body: "Friday is fine.\nMarie" }]);
  });
});
