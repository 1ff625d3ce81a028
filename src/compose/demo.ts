/** What the demo adds: a mailbox that takes our mail, a shop with the widget, and an account to try it with. */
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { demoSite } from "../../demo/demo-site.ts";
import { type DemoMailbox, startDemoMailbox } from "../../demo/mailbox.ts";
import type { ContinuityDelays } from "../domain/continuity/continuity.ts";
import { millis, SECOND } from "../domain/ids.ts";
import { DEMO_SIGN_IN } from "../domain/settings/demo.ts";
import { saveTicketSettings } from "../usecases/settings/save-ticket-settings.ts";
import { setUpAccount } from "../usecases/settings/set-up-account.ts";
import type { House } from "./house.ts";

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

/** Where the data lies decides what may be started on it: a demo stays one, and an installation never becomes one. */
async function whatLiesThere({ store }: House): Promise<"nothing" | "demo" | "installation"> {
  return store.transaction(async (tx) => {
    if ((await tx.settings.findAccount()) === null) return "nothing";
    return (await tx.firstRun.isDemo()) ? "demo" : "installation";
  });
}

/** Throws where the data is a demo's: its password, which everybody knows, must open nothing that is for real. */
export async function refuseDemo(house: House): Promise<void> {
  if ((await whatLiesThere(house)) !== "demo") return;
  throw new Error(`The data here is a demo's, whose password everybody knows, so it does not become an installation by itself.
  Take another folder (ARIANE_DATA_DIR) or another database (DATABASE_URL),
  or end the demo with \`npm run end-demo\`: its people are signed out for good, its conversations stay, and the first page
  that you open makes the first admin.`);
}

/** The account of the demo, with the switch on; nothing where there is one already. Throws where it is no demo's. */
export async function prepareDemo(house: House): Promise<void> {
  const there = await whatLiesThere(house);
  if (there === "demo") return;
  if (there === "installation") {
    throw new Error(`The data here is an installation's, and no demo runs on it: set ARIANE_DEMO=0, or take another folder for the demo
  (ARIANE_DATA_DIR).`);
  }
  const made = await setUpAccount(house, {
    code: null,
    isDemo: true,
    accountName: "Acme",
    timeZone: "Europe/Paris",
    locale: "en",
    brandName: "Acme Lamps",
    supportAddress: "support@acme.example",
    admin: { name: "Léo Martin", ...DEMO_SIGN_IN },
  });
  if (!made.ok) throw new Error(`the demo's account could not be made: ${made.error.message}`);
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
