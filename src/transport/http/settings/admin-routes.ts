/** The admin center's door (contract/settings, contract/people). Every route asks for an admin first. */
import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import { AddTeamMember, ChangeTeamMember } from "../../../../contract/people/team-members.ts";
import { AccountSettings } from "../../../../contract/settings/account.ts";
import { BrandSettings } from "../../../../contract/settings/messaging.ts";
import { SaveSupportAddress } from "../../../../contract/settings/support-addresses.ts";
import { SaveTicketSettings } from "../../../../contract/settings/tickets.ts";
import { SaveTrigger } from "../../../../contract/settings/triggers.ts";
import { Uuid } from "../../../../contract/shared.ts";
import { agentId, brandId, type BrandId, millis, supportAddressId, triggerId } from "../../../domain/ids.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import type { Result } from "../../../domain/result.ts";
import type { TriggerAction } from "../../../domain/triggers/trigger.ts";
import type { AdminQueries } from "../../../ports/queries/admin-queries.ts";
import { addTeamMember } from "../../../usecases/people/add-team-member.ts";
import { changeTeamMember } from "../../../usecases/people/change-team-member.ts";
import { saveAccount } from "../../../usecases/settings/save-account.ts";
import { saveBrand } from "../../../usecases/settings/save-brand.ts";
import { deleteSupportAddress, saveSupportAddress } from "../../../usecases/settings/save-support-address.ts";
import { saveTicketSettings } from "../../../usecases/settings/save-ticket-settings.ts";
import { saveTrigger } from "../../../usecases/settings/save-trigger.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused, sendRefusal } from "../../edge/refusals.ts";
import { type App, typed } from "../server.ts";

export interface AdminRoutesDeps {
  readonly usecases: Parameters<typeof saveTicketSettings>[0] & Parameters<typeof addTeamMember>[0];
  readonly queries: AdminQueries;
  readonly principals: Pick<Principals, "admin">;
  /** What a site pastes into its pages to carry the brand's widget. */
  readonly snippet: (brand: BrandId) => string;
}

const ById = Type.Object({ id: Uuid });

export function adminRoutes(deps: AdminRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    ticketRoutes(app, deps);
    triggerRoutes(app, deps);
    messagingRoutes(app, deps);
    emailRoutes(app, deps);
    peopleRoutes(app, deps);
    accountSettingsRoutes(app, deps);
  };
}

function ticketRoutes(plugin: App, { usecases, queries, principals }: AdminRoutesDeps): void {
  const app = typed(plugin);
  app.get("/tickets/settings", async (request) => queries.ticketSettings(await principals.admin(request)));
  app.put("/tickets/settings", { schema: { body: SaveTicketSettings } }, async (request, reply) => {
    await principals.admin(request);
    const { delays, ...rest } = request.body;
    return answer(reply, await saveTicketSettings(usecases, { ...rest, delays: inMillis(delays) }));
  });
}

function triggerRoutes(plugin: App, { usecases, queries, principals }: AdminRoutesDeps): void {
  const app = typed(plugin);
  app.get("/triggers", async (request) => ({ triggers: await queries.triggers(await principals.admin(request)) }));
  app.put("/triggers/:id", { schema: { params: ById, body: SaveTrigger } }, async (request, reply) => {
    await principals.admin(request);
    const edit = { ...request.body, actions: request.body.actions.map(toAction) };
    return answer(reply, await saveTrigger(usecases, triggerId(request.params.id), edit));
  });
  app.get("/triggers/:id/log", { schema: { params: ById } }, async (request) => {
    const firings = await queries.triggerLog(await principals.admin(request), triggerId(request.params.id));
    if (firings === null) throw refused("not-found", "There is no such trigger.");
    return { firings };
  });
}

function messagingRoutes(plugin: App, { usecases, queries, principals, snippet }: AdminRoutesDeps): void {
  const app = typed(plugin);
  app.get("/messaging", async (request) => {
    const brands = await queries.brands(await principals.admin(request));
    return { brands: brands.map(({ isDefault: _isDefault, ...brand }) => ({ ...brand, snippet: snippet(brand.id) })) };
  });
  app.put("/messaging/:id", { schema: { params: ById, body: BrandSettings } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await saveBrand(usecases, { ...request.body, id: brandId(request.params.id) }));
  });
}

function emailRoutes(plugin: App, { usecases, queries, principals }: AdminRoutesDeps): void {
  const app = typed(plugin);
  app.get("/email", async (request) => ({
    addresses: await queries.supportAddresses(await principals.admin(request)),
  }));
  app.post("/email", { schema: { body: SaveSupportAddress } }, async (request, reply) => {
    await principals.admin(request);
    const { brandId: brand, address } = request.body;
    return created(reply, await saveSupportAddress(usecases, { id: null, brandId: brandId(brand), address }));
  });
  app.put("/email/:id", { schema: { params: ById, body: SaveSupportAddress } }, async (request, reply) => {
    await principals.admin(request);
    const { brandId: brand, address } = request.body;
    const id = supportAddressId(request.params.id);
    return answer(reply, await saveSupportAddress(usecases, { id, brandId: brandId(brand), address }));
  });
  app.delete("/email/:id", { schema: { params: ById } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await deleteSupportAddress(usecases, supportAddressId(request.params.id)));
  });
}

function peopleRoutes(plugin: App, { usecases, queries, principals }: AdminRoutesDeps): void {
  const app = typed(plugin);
  app.get("/people/team-members", async (request) => ({
    members: await queries.teamMembers(await principals.admin(request)),
  }));
  app.post("/people/team-members", { schema: { body: AddTeamMember } }, async (request, reply) => {
    await principals.admin(request);
    return created(reply, await addTeamMember(usecases, request.body));
  });
  app.put("/people/team-members/:id", { schema: { params: ById, body: ChangeTeamMember } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await changeTeamMember(usecases, agentId(request.params.id), request.body));
  });
}

function accountSettingsRoutes(plugin: App, { usecases, queries, principals }: AdminRoutesDeps): void {
  const app = typed(plugin);
  app.get("/account", async (request) => queries.account(await principals.admin(request)));
  app.put("/account", { schema: { body: AccountSettings } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await saveAccount(usecases, request.body));
  });
}

const answer = (reply: FastifyReply, result: Result<unknown, Refusal>): FastifyReply =>
  result.ok ? reply.code(204).send() : sendRefusal(reply, result.error);

const created = (reply: FastifyReply, result: Result<string, Refusal>): FastifyReply =>
  result.ok ? reply.code(201).send({ id: result.value }) : sendRefusal(reply, result.error);

type WireDelays = Static<typeof SaveTicketSettings>["delays"];

const inMillis = (delays: WireDelays) => ({
  inactiveAfter: millis(delays.inactiveAfter),
  goneAfter: millis(delays.goneAfter),
  byMailAfter: millis(delays.byMailAfter),
  finishedWhileConnectedAfter: millis(delays.finishedWhileConnectedAfter),
  settleFor: millis(delays.settleFor),
  settleAtMost: millis(delays.settleAtMost),
  betweenMails: millis(delays.betweenMails),
});

const toAction = (action: Static<typeof SaveTrigger>["actions"][number]): TriggerAction =>
  action.type === "wait" ? { type: "wait", for: millis(action.for) } : action;
