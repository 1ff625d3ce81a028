/**
 * The demo's post: mail to an address of ours comes in at our own door, as the world's mail servers would bring it; all
 * the rest is the mailbox's.
 */
import { createSmtpMailer } from "../adapters/mail/smtp-out.ts";
import { replyRoute } from "../domain/mail-settings/self-test.ts";
import type { Mailer } from "../ports/continuity/mailer.ts";
import { knowsRecipient } from "../usecases/mail/receive-email.ts";
import { runSelfTest } from "../usecases/mail-settings/run-self-test.ts";
import { namingDeps, sendingDeps } from "./deps.ts";
import type { House } from "./house.ts";

interface DemoPost extends Mailer {
  /** Our door is open: from now on what is ours goes there. */
  deliverHome(house: House, door: { readonly host: string; readonly port: number }): void;
  cut(): void;
  close(): Promise<void>;
}

export function createDemoPost(mailboxUrl: string): DemoPost {
  const world = createSmtpMailer({ url: mailboxUrl });
  const home: { mailer: ReturnType<typeof createSmtpMailer>; house: House }[] = [];
  return {
    async send(mail) {
      for (const { mailer, house } of home) {
        if (await knowsRecipient(namingDeps(house), mail.envelope.to)) return mailer.send(mail);
      }
      return world.send(mail);
    },
    deliverHome(house, { host, port }) {
      home.push({ mailer: createSmtpMailer({ url: `smtp://${host}:${port}`, tlsPolicy: "local" }), house });
    },
    cut() {
      for (const mailer of [world, ...home.map((each) => each.mailer)]) mailer.cut();
    },
    async close() {
      await Promise.all([world.close(), ...home.map(({ mailer }) => mailer.close())]);
    },
  };
}

/** At its first start the demo proves that answers arrive, so that its mails may promise it. */
export async function proveDemo(house: House, post: DemoPost): Promise<void> {
  const { mailDomain } = house.mail;
  const now = house.clock.now();
  const addresses = await house.store.transaction((tx) => tx.settings.loadSupportAddresses());
  for (const { id, address } of addresses) {
    const probes = await house.store.transaction((tx) => tx.mailSettings.loadProbes(id));
    if (replyRoute(probes, { address, mailDomain, now }) !== "unproved") continue;
    await runSelfTest({ ...sendingDeps(house), mailer: post }, id);
  }
}
