/** How much mail strangers may bring: of one network in an hour, and of those nobody vouches for. */
import { afterEach, expect, test } from "vitest";
import { UNPROVED_BEGINNINGS } from "../../src/domain/inbound-mail/caps.ts";
import { instant } from "../../src/domain/ids.ts";
import { aLetter, type MailHouse, openMailHouse, receives } from "../support/mail/mail-house.ts";
import { MAIL_DOMAIN } from "../support/live-world.ts";
import { type Handed, handOver } from "../support/peers/smtp-client.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };

let house: MailHouse;
afterEach(() => house.close());

/** From Marie, whom SPF proves, or from whoever that is. */
const letter = (text: string, address = "marie@example.com"): Handed => ({
  from: address,
  to: `help@${MAIL_DOMAIN}`,
  raw: aLetter({ text, from: `Marie <${address}>`, id: `<${text.replaceAll(" ", "-")}@example.com>` }),
});

const bring = async (mail: Handed): Promise<string | null> =>
  (await handOver(house.server.inboundPort ?? 0, mail)).answer();

test("one network brings no more mails in an hour than it may: the next is told to come again", async () => {
  house = await openMailHouse({ inboundSmtp: LOOPBACK, allowed: { mailsOfANetworkAnHour: 2 } });
  for (const text of ["one", "two"]) expect(await bring(letter(text))).toMatch(/^250/);
  await expect(bring(letter("three"))).rejects.toThrow(/expected 250, heard 451/);
  await receives(house, 2);
});

test("a mail server of ours, behind LMTP, brings as many as the world sends", async () => {
  house = await openMailHouse({ lmtp: LOOPBACK, allowed: { mailsOfANetworkAnHour: 1 } });
  for (const text of ["one", "two"]) {
    const handed = await handOver(house.server.lmtpPort ?? 0, letter(text), "LHLO");
    expect(await handed.answer()).toMatch(/^250/);
  }
});

test("beyond so many in an hour, who proves nothing begins no conversation, and who is proved does", async () => {
  house = await openMailHouse({ inboundSmtp: LOOPBACK });
  const now = instant(Date.now());
  for (let n = 0; n < UNPROVED_BEGINNINGS.most; n += 1) {
    await house.server.house.limiter.take("begun-unproved", UNPROVED_BEGINNINGS, now);
  }
  await bring(letter("Buy now", "nobody@forged.example"));
  await bring(letter("Where is it"));
  const came = (await receives(house, 2)).map(({ state, because }) => [state, because]);
  expect(came).toEqual([
    ["triage", "too-many-unproved"],
    ["posted", "new-conversation"],
  ]);
});
