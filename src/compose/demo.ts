/** What the demo adds: a mailbox that takes our mail, a shop with the widget, and an account to try it with. */
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { demoSite } from "../../demo/demo-site.ts";
import { type DemoMailbox, startDemoMailbox } from "../../demo/mailbox.ts";
import type { ContinuityDelays } from "../domain/continuity/continuity.ts";
import { millis, SECOND } from "../domain/ids.ts";
import { saveTicketSettings } from "../usecases/settings/save-ticket-settings.ts";
import { setUpAccount } from "../usecases/settings/set-up-account.ts";
import type { House } from "./house.ts";

/** Printed at every start and shown on the sign-in page: whoever runs the demo is told that it is open to all. */
export const DEMO_SIGN_IN = { email: "leo@acme.example", password: "leo-answers-the-demo" } as const;

/** So that nobody waits ten minutes to see the point. The pages say so. */
const DEMO_DELAYS: ContinuityDelays = {
  inactiveAfter: millis(20 * SECOND),
  goneAfter: millis(5 * SECOND),
  byMailAfter: millis(5 * SECOND),
  finishedWhileConnectedAfter: millis(10 * SECOND),
  settleFor: millis(5 * SECOND),
  settleAtMost: millis(20 * SECOND),
  betweenMails: millis(10 * SECOND),
  reconnectWithin: millis(3 * SECOND),
};

export const startMailbox = (dataDir: string): Promise<DemoMailbox> =>
  startDemoMailbox({ mailDir: join(dataDir, "demo-mail") });

/** The account of the demo, with the switch on; nothing where there is an account already. */
export async function prepareDemo(house: House): Promise<void> {
  const made = await setUpAccount(house, {
    accountName: "Acme",
    timeZone: "Europe/Paris",
    locale: "en",
    brandName: "Acme Lamps",
    supportAddress: "support@acme.example",
    admin: { name: "Léo Martin", ...DEMO_SIGN_IN },
  });
  if (!made.ok) {
    if (made.error.code === "already-set-up") return;
    throw new Error(`the demo's account could not be made: ${made.error.message}`);
  }
  const { closeAfterDays } = await house.store.transaction((tx) => tx.settings.requireAccount());
  const on = await saveTicketSettings(house, {
    continuityOn: true,
    delays: DEMO_DELAYS,
    closeAfterDays,
    deactivateAwayMessage: false,
    deactivateRequestEmail: false,
  });
  if (!on.ok) throw new Error(`the demo's switch could not be turned on: ${on.error.message}`);
  await house.store.transaction((tx) => tx.settings.updateAccount({ delays: DEMO_DELAYS }));
}

export async function mountDemo(
  app: FastifyInstance,
  house: House,
  options: { readonly mailbox: DemoMailbox; readonly inboundHost: string; readonly inboundPort: number },
): Promise<void> {
  const brands = await house.store.transaction((tx) => tx.settings.loadBrands());
  const brand = brands.find((each) => each.isDefault);
  if (brand === undefined) throw new Error("the demo has no brand");
  await app.register(demoSite, {
    prefix: "/demo",
    mailbox: options.mailbox,
    inboundSmtp: { host: options.inboundHost, port: options.inboundPort },
    brandId: brand.id,
    widgetSrc: "/widget/ariane.js",
  });
}
