/** The admin center's door, but for health and what is below Channels › Email. */
import { teamMembersApi } from "../../../../contract/people/team-members.ts";
import { accountSettingsApi } from "../../../../contract/settings/account.ts";
import { messagingApi } from "../../../../contract/settings/messaging.ts";
import { supportAddressesApi } from "../../../../contract/settings/support-addresses.ts";
import { type Delays, ticketSettingsApi } from "../../../../contract/settings/tickets.ts";
import { type TriggerAction as WireAction, triggersApi } from "../../../../contract/triggers/triggers.ts";
import { agentId, brandId, type BrandId, millis, supportAddressId, triggerId } from "../../../domain/ids.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { TriggerAction } from "../../../domain/triggers/trigger.ts";
import type { SettingsQueries } from "../../../ports/queries/settings-queries.ts";
import { addTeamMember } from "../../../usecases/people/add-team-member.ts";
import { changeTeamMember } from "../../../usecases/people/change-team-member.ts";
import { saveAccount } from "../../../usecases/settings/save-account.ts";
import { saveBrand } from "../../../usecases/settings/save-brand.ts";
import { deleteSupportAddress, saveSupportAddress } from "../../../usecases/settings/save-support-address.ts";
import { saveTicketSettings } from "../../../usecases/settings/save-ticket-settings.ts";
import { saveTrigger } from "../../../usecases/triggers/save-trigger.ts";
import type { Principals } from "../../edge/principals.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface SettingsRoutesDeps {
  readonly usecases: Parameters<typeof saveTicketSettings>[0] & Parameters<typeof addTeamMember>[0];
  readonly queries: SettingsQueries;
  readonly principals: Principals;
  /** Origin under which browsers reach us. */
  readonly publicUrl: () => string;
  /** What a site pastes into its pages to carry the brand's widget. */
  readonly snippet: (brand: BrandId) => string;
  readonly hasRelay: boolean;
}

export function settingsRoutes(deps: SettingsRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    ticketRoutes(door, deps);
    triggerRoutes(door, deps);
    messagingRoutes(door, deps);
    emailRoutes(door, deps);
    peopleRoutes(door, deps);
    accountSettingsRoutes(door, deps);
  };
}

function ticketRoutes(door: Door, { usecases, queries, hasRelay }: SettingsRoutesDeps): void {
  show(door, ticketSettingsApi.read, async ({ who }) => ({ ...(await queries.ticketSettings(who)), hasRelay }));
  serve(door, ticketSettingsApi.save, ({ acting, body }) =>
    saveTicketSettings(acting(usecases), { ...body, delays: inMillis(body.delays) }),
  );
}

function triggerRoutes(door: Door, { usecases, queries }: SettingsRoutesDeps): void {
  show(door, triggersApi.list, async ({ who }) => ({ triggers: await queries.triggers(who) }));
  serve(door, triggersApi.save, ({ acting, params, body }) =>
    saveTrigger(acting(usecases), triggerId(params.id), { ...body, actions: body.actions.map(toAction) }),
  );
  show(door, triggersApi.log, async ({ who, params }) => {
    const firings = await queries.triggerLog(who, triggerId(params.id));
    return firings === null ? null : { firings };
  });
}

function messagingRoutes(door: Door, { usecases, queries, snippet }: SettingsRoutesDeps): void {
  show(door, messagingApi.list, async ({ who }) => {
    const brands = await queries.brands(who);
    return { brands: brands.map((brand) => ({ ...brand, snippet: snippet(brandId(brand.id)) })) };
  });
  serve(door, messagingApi.save, ({ acting, params, body }) =>
    saveBrand(acting(usecases), { ...body, id: brandId(params.id) }),
  );
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

function peopleRoutes(door: Door, { usecases, queries, publicUrl }: SettingsRoutesDeps): void {
  show(door, teamMembersApi.list, async ({ who }) => ({ members: await queries.teamMembers(who) }));
  serve(door, teamMembersApi.add, async ({ acting, body }) => {
    const added = await addTeamMember(acting(usecases), body, publicUrl());
    if (!added.ok) return added;
    const { id, ...link } = added.value;
    return ok({ id, link });
  });
  serve(door, teamMembersApi.change, ({ acting, params, body }) =>
    changeTeamMember(acting(usecases), agentId(params.id), {
      ...body,
      heir: body.heir === undefined || body.heir === null ? null : agentId(body.heir),
    }),
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

const toAction = (action: WireAction): TriggerAction =>
  action.type === "wait" ? { type: "wait", for: millis(action.for) } : action;
