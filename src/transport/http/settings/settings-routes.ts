/** Settings of the account, its brands and its addresses, at the admins' door. */
import { accountSettingsApi } from "../../../../contract/settings/account.ts";
import { messagingApi } from "../../../../contract/settings/messaging.ts";
import { supportAddressesApi } from "../../../../contract/settings/support-addresses.ts";
import { type Delays, ticketSettingsApi } from "../../../../contract/settings/tickets.ts";
import { brandId, type BrandId, millis, supportAddressId } from "../../../domain/ids.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { SettingsQueries } from "../../../ports/queries/settings-queries.ts";
import type { Words } from "../../../ports/words.ts";
import { saveAccount } from "../../../usecases/settings/save-account.ts";
import { saveBrand } from "../../../usecases/settings/save-brand.ts";
import { deleteSupportAddress, saveSupportAddress } from "../../../usecases/settings/save-support-address.ts";
import { saveTicketSettings } from "../../../usecases/settings/save-ticket-settings.ts";
import type { Principals } from "../../edge/principals.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";
import { widgetConfig } from "../sessions/widget-config.ts";

interface SettingsRoutesDeps {
  readonly usecases: Parameters<typeof saveTicketSettings>[0];
  readonly queries: SettingsQueries;
  readonly principals: Principals;
  /** What a site pastes into its pages to carry the brand's widget. */
  readonly snippet: (brand: BrandId) => string;
  readonly hasRelay: boolean;
  /** What the widget says before its own words have come. */
  readonly widgetWords: Words;
}

export function settingsRoutes(deps: SettingsRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    ticketRoutes(door, deps);
    messagingRoutes(door, deps);
    emailRoutes(door, deps);
    accountSettingsRoutes(door, deps);
  };
}

function ticketRoutes(door: Door, { usecases, queries, hasRelay }: SettingsRoutesDeps): void {
  show(door, ticketSettingsApi.read, async ({ who }) => ({ ...(await queries.ticketSettings(who)), hasRelay }));
  serve(door, ticketSettingsApi.save, ({ acting, body }) =>
    saveTicketSettings(acting(usecases), { ...body, delays: inMillis(body.delays) }),
  );
}

function messagingRoutes(door: Door, { usecases, queries, snippet, widgetWords }: SettingsRoutesDeps): void {
  show(door, messagingApi.list, async ({ who }) => {
    const brands = await queries.brands(who);
    return { brands: brands.map((brand) => ({ ...brand, snippet: snippet(brandId(brand.id)) })) };
  });
  serve(door, messagingApi.save, ({ acting, params, body }) =>
    saveBrand(acting(usecases), { ...body, id: brandId(params.id) }),
  );
  show(door, messagingApi.preview, async ({ who, params, body }) => {
    const config = await queries.preview(who, { ...body, id: brandId(params.id) });
    return config && widgetConfig(config, widgetWords, false);
  });
}

function emailRoutes(door: Door, { usecases, queries }: SettingsRoutesDeps): void {
  show(door, supportAddressesApi.list, async ({ who }) => ({ addresses: await queries.supportAddresses(who) }));
  serve(door, supportAddressesApi.add, async ({ acting, body: { brandId: brand, address } }) =>
    made(await saveSupportAddress(acting(usecases), { id: null, brandId: brandId(brand), address })),
  );
  serve(door, supportAddressesApi.change, ({ acting, params, body: { brandId: brand, address } }) =>
    saveSupportAddress(acting(usecases), { id: supportAddressId(params.id), brandId: brandId(brand), address }),
  );
  serve(door, supportAddressesApi.remove, ({ acting, params }) =>
    deleteSupportAddress(acting(usecases), supportAddressId(params.id)),
  );
}

function accountSettingsRoutes(door: Door, { usecases, queries }: SettingsRoutesDeps): void {
  show(door, accountSettingsApi.read, ({ who }) => queries.account(who));
  serve(door, accountSettingsApi.save, ({ acting, body }) => saveAccount(acting(usecases), body));
}

const made = <E>(result: Result<string, E>): Result<{ readonly id: string }, E> =>
  result.ok ? ok({ id: result.value }) : result;

const inMillis = (delays: Delays) => ({
  inactiveAfter: millis(delays.inactiveAfter),
  goneAfter: millis(delays.goneAfter),
  byMailAfter: millis(delays.byMailAfter),
  finishedWhileConnectedAfter: millis(delays.finishedWhileConnectedAfter),
  settleFor: millis(delays.settleFor),
  settleAtMost: millis(delays.settleAtMost),
  betweenMails: millis(delays.betweenMails),
});
