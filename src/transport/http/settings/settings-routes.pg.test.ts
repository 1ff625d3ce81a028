import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { teamMembersApi } from "../../../../contract/people/team-members.ts";
import { accountSettingsApi } from "../../../../contract/settings/account.ts";
import { messagingApi } from "../../../../contract/settings/messaging.ts";
import { supportAddressesApi } from "../../../../contract/settings/support-addresses.ts";
import { ticketSettingsApi } from "../../../../contract/settings/tickets.ts";
import { triggersApi } from "../../../../contract/triggers/triggers.ts";
import { type Doors, inContract, openDoors } from "../../../../test/support/doors/admin-doors.ts";
import { turnOn } from "../../../../test/support/switch.ts";
import { ADA, begin, freshWorld, LEO, reply, SUPPORT, type World } from "../../../../test/support/world.ts";
import { DEFAULT_DELAYS } from "../../../domain/settings/settings.ts";
import { DEFAULT_LOOK } from "../../../domain/settings/look.ts";

let world: World;
let doors: Doors;
beforeEach(async () => {
  world = await freshWorld();
  doors = openDoors(world);
});
afterEach(async () => {
  await doors.close();
  await world.dispose();
});

const { reconnectWithin: _ours, ...DELAYS } = DEFAULT_DELAYS;
const TAB = {
  continuityOn: true,
  delays: DELAYS,
  closeAfterDays: 4,
  deactivateAwayMessage: false,
  deactivateRequestEmail: false,
};

const ID = "01900000-0000-7000-8000-000000000000";
interface Door {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: object;
}
const DOORS: readonly Door[] = [
  { method: "GET", path: "/tickets/settings" },
  { method: "PUT", path: "/tickets/settings", body: TAB },
  { method: "GET", path: "/triggers" },
  {
    method: "PUT",
    path: `/triggers/${ID}`,
    body: {
      name: null,
      description: null,
      active: true,
      oncePerConversation: true,
      actions: [{ type: "wait", for: 1 }],
    },
  },
  { method: "GET", path: `/triggers/${ID}/log` },
  { method: "GET", path: "/messaging" },
  {
    method: "PUT",
    path: `/messaging/${ID}`,
    body: {
      id: ID,
      name: "A",
      messagingOn: true,
      colour: "#1f4b99",
      greeting: null,
      look: DEFAULT_LOOK,
      privacyUrl: null,
      allowedOrigins: [],
    },
  },
  { method: "GET", path: "/email" },
  { method: "POST", path: "/email", body: { brandId: ID, address: "a@acme.example" } },
  { method: "PUT", path: `/email/${ID}`, body: { brandId: ID, address: "a@acme.example" } },
  { method: "DELETE", path: `/email/${ID}` },
  { method: "GET", path: "/people/team-members" },
  {
    method: "POST",
    path: "/people/team-members",
    body: { name: "N", email: "n@acme.example", role: "agent", chatAccess: true },
  },
  {
    method: "PUT",
    path: `/people/team-members/${ID}`,
    body: { name: "N", role: "agent", chatAccess: true, active: true },
  },
  { method: "GET", path: "/account" },
  {
    method: "PUT",
    path: "/account",
    body: { name: "A", timeZone: "UTC", defaultLocale: "en", locales: ["en"], agentWorkspaceOn: true },
  },
  { method: "GET", path: "/health" },
  { method: "POST", path: `/health/jobs/${ID}/retry` },
  { method: "POST", path: "/health/slowed/try", body: { domain: "slow.example" } },
  { method: "POST", path: "/health/suppressions/find", body: { find: "" } },
  { method: "POST", path: "/health/suppressions/lift", body: { address: "marie@example.com" } },
];

describe("the admin center's door", () => {
  test.each(DOORS)("$method $path is for admins only, from a page of ours", async ({ method, path, body }) => {
    const asked = body === undefined ? {} : { body };
    const url = `/api/admin${path}`;
    expect((await doors.ask(method, url, asked)).statusCode).toBe(401);
    expect((await doors.ask(method, url, { ...asked, as: await doors.signIn(LEO) })).statusCode).toBe(403);
    if (method === "GET") return;
    const headers = { origin: "https://evil.example" };
    const foreign = await doors.ask(method, url, { ...asked, as: await doors.signIn(ADA), headers });
    expect([foreign.statusCode, foreign.json()]).toMatchObject([403, { code: "origin-not-allowed" }]);
  });

  test("Channels › Messaging shows what the widget would be told, and saves nothing of it", async () => {
    const as = await doors.signIn(ADA);
    const path = `/api/admin/messaging/${world.acme.brandId}/preview`;
    const look = { ...DEFAULT_LOOK, greetings: { fr: "Bonjour" }, dark: "dark" };
    const body = {
      id: ID,
      name: "Acme Pro",
      messagingOn: false,
      colour: "#ffd400",
      greeting: "Hello",
      look,
      privacyUrl: null,
      allowedOrigins: [],
    };
    const shown = inContract(messagingApi.preview.answer, await doors.ask("POST", path, { as, body }));
    expect(shown).toMatchObject({
      brand: { id: world.acme.brandId, name: "Acme Pro" },
      // Off too it is shown as it would be.
      on: true,
      colour: "#ffd400",
      greetings: { fr: "Bonjour" },
      launcher: { sheet: expect.stringContaining("color-scheme:dark!important;--brand:#ffd400;--on-brand:#16181d") },
    });
    const unknown = await doors.ask("POST", path.replace(world.acme.brandId, ID), { as, body });
    expect([unknown.statusCode, unknown.json()]).toMatchObject([404, { code: "not-found" }]);
    const kept = inContract(messagingApi.list.answer, await doors.ask("GET", "/api/admin/messaging", { as }));
    expect(kept).toMatchObject({ brands: [{ name: "Acme", colour: "#1f4b99", greeting: null, look: DEFAULT_LOOK }] });
  });

  test("Tickets › Settings shows the switch, each prerequisite, the delays and what waits", async () => {
    const as = await doors.signIn(ADA);
    expect(
      inContract(ticketSettingsApi.read.answer, await doors.ask("GET", "/api/admin/tickets/settings", { as })),
    ).toMatchObject({
      continuityOn: false,
      prerequisites: [
        { name: "messaging", met: true },
        { name: "agent-workspace", met: true },
        { name: "chat-agent", met: true },
        { name: "support-address", met: true },
      ],
      delays: { goneAfter: 120_000 },
      triggers: { requestEmail: null, awayMessage: { active: false } },
      waitingReplies: 0,
      // Without a relay nothing leaves, and the page says so.
      hasRelay: false,
    });
    expect((await doors.ask("PUT", "/api/admin/tickets/settings", { as, body: TAB })).statusCode).toBe(204);
    world.clock.advance(1_000);
    await reply(world, await begin(world));
    expect(
      inContract(ticketSettingsApi.read.answer, await doors.ask("GET", "/api/admin/tickets/settings", { as })),
    ).toMatchObject({
      continuityOn: true,
      triggers: { requestEmail: { active: true } },
      waitingReplies: 1,
    });
  });

  test("the switch that lacks something answers which", async () => {
    const as = await doors.signIn(ADA);
    const [address] = await world.store.transaction((tx) => tx.settings.loadSupportAddresses());
    expect((await doors.ask("DELETE", `/api/admin/email/${address?.id ?? ID}`, { as })).statusCode).toBe(204);
    const refused = await doors.ask("PUT", "/api/admin/tickets/settings", { as, body: TAB });
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { code: "prerequisite-missing", details: { missing: "support-address" } },
    ]);
  });

  test.each([
    ["shorter than 5 s", { goneAfter: 4_999 }],
    ["longer than a day", { inactiveAfter: 86_400_001 }],
    ["that is ours", { reconnectWithin: 20_000 }],
  ])("takes no delay %s", async (_what, delay) => {
    const body = { ...TAB, delays: { ...DELAYS, ...delay } };
    const answer = await doors.ask("PUT", "/api/admin/tickets/settings", { as: await doors.signIn(ADA), body });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: "request-invalid" }]);
  });

  test("Triggers shows what each does, and flags Request email where nothing uses the address", async () => {
    const as = await doors.signIn(ADA);
    await turnOn(world);
    const list = async () => inContract(triggersApi.list.answer, await doors.ask("GET", "/api/admin/triggers", { as }));
    expect(await list()).toMatchObject({
      triggers: [
        { key: "request-email", active: true, flaggedUnused: false },
        { key: "away-message", active: false, flaggedUnused: false },
      ],
    });
    await doors.ask("PUT", "/api/admin/tickets/settings", { as, body: { ...TAB, continuityOn: false } });
    expect(await list()).toMatchObject({ triggers: [{ active: true, flaggedUnused: true }, {}] });
    const body = { ...TAB, continuityOn: false, deactivateRequestEmail: true };
    await doors.ask("PUT", "/api/admin/tickets/settings", { as, body });
    expect(await list()).toMatchObject({ triggers: [{ active: false, flaggedUnused: false }, {}] });
  });

  test("a trigger's texts and wait are saved, its log is read", async () => {
    const as = await doors.signIn(ADA);
    await turnOn(world);
    const trigger = await world.store.transaction((tx) => tx.triggers.find({ key: "request-email" }));
    const url = `/api/admin/triggers/${trigger?.id ?? ID}`;
    const actions = [
      { type: "wait", for: 30_000 },
      { type: "request-email", askText: { en: "Your address?", fr: "Votre adresse ?" }, acknowledgeText: null },
    ];
    const body = { name: "Ask", description: null, active: false, oncePerConversation: true, actions };
    expect((await doors.ask("PUT", url, { as, body })).statusCode).toBe(204);
    expect(await world.store.transaction((tx) => tx.triggers.find({ key: "request-email" }))).toMatchObject(body);
    const tooLong = { ...body, actions: [{ type: "wait", for: 60_001 }] };
    expect((await doors.ask("PUT", url, { as, body: tooLong })).statusCode).toBe(400);
    expect(inContract(triggersApi.log.answer, await doors.ask("GET", `${url}/log`, { as }))).toEqual({ firings: [] });
    expect((await doors.ask("GET", `/api/admin/triggers/${ID}/log`, { as })).statusCode).toBe(404);
  });

  test("Channels: brands with their snippet, support addresses with their default", async () => {
    const as = await doors.signIn(ADA);
    const brand = world.acme.brandId;
    expect(inContract(messagingApi.list.answer, await doors.ask("GET", "/api/admin/messaging", { as }))).toMatchObject({
      brands: [{ id: brand, name: "Acme", snippet: `<script data-brand="${brand}"></script>` }],
    });
    const added = await doors.ask("POST", "/api/admin/email", {
      as,
      body: { brandId: brand, address: "two@acme.example" },
    });
    expect(added.statusCode).toBe(201);
    expect(
      inContract(supportAddressesApi.list.answer, await doors.ask("GET", "/api/admin/email", { as })),
    ).toMatchObject({
      addresses: [
        { address: SUPPORT, isDefault: true },
        { address: "two@acme.example", isDefault: false },
      ],
    });
  });

  test("People and Account show what is there", async () => {
    const as = await doors.signIn(ADA);
    expect(
      inContract(teamMembersApi.list.answer, await doors.ask("GET", "/api/admin/people/team-members", { as })),
    ).toMatchObject({
      members: [
        { email: ADA, role: "admin" },
        { email: LEO, role: "agent", chatAccess: true, active: true },
      ],
    });
    expect(inContract(accountSettingsApi.read.answer, await doors.ask("GET", "/api/admin/account", { as }))).toEqual({
      name: "Acme",
      timeZone: "Europe/Paris",
      defaultLocale: "en",
      locales: ["en", "fr", "ar"],
      agentWorkspaceOn: true,
    });
  });
});
