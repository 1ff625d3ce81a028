/** What an admin does, for the security log. */
import type { Place } from "../../../contract/address.ts";
import { securityLogApi } from "../../../contract/audit/security-log.ts";
import { blockedApi } from "../../../contract/people/blocked.ts";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { healthApi } from "../../../contract/health/health.ts";
import { dkimApi } from "../../../contract/mail-settings/dkim.ts";
import { mailTextsApi } from "../../../contract/mail-settings/mail-texts.ts";
import { selfTestsApi } from "../../../contract/mail-settings/self-tests.ts";
import { accountApi } from "../../../contract/people/account.ts";
import { passwordsApi } from "../../../contract/passwords/passwords.ts";
import { teamMembersApi } from "../../../contract/people/team-members.ts";
import type { Route } from "../../../contract/route.ts";
import { schedulesApi } from "../../../contract/schedules/schedules.ts";
import { identityKeysApi } from "../../../contract/sessions/identity-keys.ts";
import { accountSettingsApi } from "../../../contract/settings/account.ts";
import { messagingApi } from "../../../contract/settings/messaging.ts";
import { supportAddressesApi } from "../../../contract/settings/support-addresses.ts";
import { ticketSettingsApi } from "../../../contract/settings/tickets.ts";
import { triggersApi } from "../../../contract/triggers/triggers.ts";
import type { AuditKind } from "../../../src/domain/audit/audit.ts";
import { DEFAULT_DELAYS } from "../../../src/domain/settings/settings.ts";
import { DEFAULT_LOOK } from "../../../src/domain/settings/look.ts";

/** Chosen by somebody in the course of it. */
export const NEXT_PASSWORD = "another long one of ours";
const WORDS = { subject: null, intro: null, goOn: null, footer: "Acme, Paris" };
const CLOSED = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const TIMES = { timeZone: "Europe/Paris", week: { ...CLOSED, monday: [{ from: 540, to: 1_080 }] }, holidays: [] };
const { reconnectWithin: _ours, ...DELAYS } = DEFAULT_DELAYS;

/** An event as it is kept. */
export interface Row {
  readonly kind: AuditKind;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly subject: string | null;
  readonly was: unknown;
  readonly became: unknown;
  readonly network: string | null;
}

/** What is asked of a route. */
export interface Asked extends Place {
  readonly body?: unknown;
}

/** Of what is there. */
export type Ids = Readonly<
  Record<
    | "brand"
    | "block"
    | "conversation"
    | "identityKey"
    | "job"
    | "member"
    | "mover"
    | "schedule"
    | "support"
    | "tested"
    | "trigger",
    string
  >
>;

/** What an admin does → what is told of it. In this order: some begin where the one before has ended. */
export const ACTIONS: readonly (readonly [AuditKind, Route, (ids: Ids) => Asked, Partial<Row>])[] = [
  [
    "account-changed",
    accountSettingsApi.save,
    () => ({
      body: {
        name: "Acme Ltd",
        timeZone: "Europe/Paris",
        defaultLocale: "en",
        locales: ["en"],
        agentWorkspaceOn: true,
      },
    }),
    { was: { name: "Acme", locales: "en, fr, ar" }, became: { name: "Acme Ltd", locales: "en" } },
  ],
  [
    "tickets-changed",
    ticketSettingsApi.save,
    () => ({
      body: {
        continuityOn: false,
        delays: { ...DELAYS, goneAfter: 60_000 },
        closeAfterDays: 4,
        deactivateAwayMessage: false,
        deactivateRequestEmail: false,
      },
    }),
    { was: { "delays.goneAfter": 120_000 }, became: { "delays.goneAfter": 60_000 } },
  ],
  [
    "brand-changed",
    messagingApi.save,
    (ids) => ({
      params: { id: ids.brand },
      body: {
        id: ids.brand,
        name: "Acme",
        messagingOn: true,
        colour: "#1f2937",
        greeting: null,
        look: DEFAULT_LOOK,
        privacyUrl: null,
        allowedOrigins: [],
      },
    }),
    { subject: "Acme", was: { colour: "#1f4b99" }, became: { colour: "#1f2937" } },
  ],
  ["schedule-added", schedulesApi.add, () => ({ body: { ...TIMES, name: "Shop" } }), { subject: "Shop" }],
  [
    "schedule-changed",
    schedulesApi.save,
    (ids) => ({ params: { id: ids.schedule }, body: { ...TIMES, name: "Office", version: 1 } }),
    { subject: "Office", was: { monday: "" }, became: { monday: "09:00–18:00" } },
  ],
  [
    "hours-chosen",
    schedulesApi.choose,
    (ids) => ({ body: { account: null, brands: [{ id: ids.brand, hours: { kind: "always" } }] } }),
    { subject: "Acme", was: { hours: "account" }, became: { hours: "always" } },
  ],
  [
    "schedule-removed",
    schedulesApi.remove,
    (ids) => ({ params: { id: ids.schedule } }),
    { subject: "Office", became: null },
  ],
  [
    "support-address-changed",
    supportAddressesApi.change,
    (ids) => ({ params: { id: ids.support }, body: { brandId: ids.brand, address: "hello@acme.example" } }),
    {
      subject: "help@acme.example",
      was: { address: "help@acme.example" },
      became: { address: "hello@acme.example" },
    },
  ],
  [
    "support-address-added",
    supportAddressesApi.add,
    (ids) => ({ body: { brandId: ids.brand, address: "two@acme.example" } }),
    { subject: "two@acme.example" },
  ],
  ["identity-key-made", identityKeysApi.makeSecret, (ids) => ({ params: { id: ids.brand } }), { was: null }],
  [
    "identity-key-ended",
    identityKeysApi.end,
    (ids) => ({ params: { id: ids.brand, key: ids.identityKey } }),
    { subject: "the first", became: null },
  ],
  ["dkim-key-made", dkimApi.makeKey, () => ({ body: { domain: "acme.example" } }), { subject: "acme.example" }],
  ["dkim-signing-begun", dkimApi.sign, () => ({ body: { domain: "acme.example", evenUnseen: true } }), {}],
  ["dkim-signing-stopped", dkimApi.stop, () => ({ body: { domain: "acme.example" } }), { became: null }],
  [
    "support-address-removed",
    supportAddressesApi.remove,
    (ids) => ({ params: { id: ids.support } }),
    { subject: "hello@acme.example" },
  ],
  [
    "mail-texts-changed",
    mailTextsApi.save,
    () => ({ body: { locale: "en", texts: WORDS } }),
    { subject: "en", was: { footer: null }, became: { footer: "Acme, Paris" } },
  ],
  [
    "trigger-changed",
    triggersApi.save,
    (ids) => ({
      params: { id: ids.trigger },
      body: {
        name: null,
        description: null,
        active: false,
        oncePerConversation: true,
        actions: [{ type: "send-message", text: null }],
      },
    }),
    { subject: "away-message" },
  ],
  [
    "member-added",
    teamMembersApi.add,
    () => ({ body: { name: "Eli", email: "eli@acme.example", role: "agent", chatAccess: true } }),
    { subject: "Eli", was: null, became: { email: "eli@acme.example", role: "agent", chatAccess: true } },
  ],
  [
    "role-changed",
    teamMembersApi.change,
    (ids) => ({ params: { id: ids.member }, body: { name: "Noé", role: "admin", chatAccess: true, active: true } }),
    { subject: "Noé", was: { role: "agent" }, became: { role: "admin" } },
  ],
  [
    "member-changed",
    teamMembersApi.change,
    (ids) => ({ params: { id: ids.mover }, body: { name: "Maxime", role: "agent", chatAccess: true, active: false } }),
    { subject: "Max", was: { name: "Max", active: true }, became: { name: "Maxime", active: false } },
  ],
  ["reset-link-made", passwordsApi.makeResetLink, (ids) => ({ params: { id: ids.member } }), { subject: "Noé" }],
  ["sender-blocked", blockedApi.add, () => ({ body: { sender: "evil.example" } }), { subject: "@evil.example" }],
  [
    "person-blocked",
    blockedApi.person,
    (ids) => ({ params: { id: ids.conversation }, body: { because: "suspended" } }),
    { became: { because: "suspended" } },
  ],
  ["links-revoked", conversationApi.revokeLinks, (ids) => ({ params: { id: ids.conversation } }), {}],
  [
    "suppression-lifted",
    healthApi.liftSuppression,
    () => ({ body: { address: "marie@example.com" } }),
    { subject: "marie@example.com", was: { because: "not-me" } },
  ],
  ["relay-tried", healthApi.tryRelay, () => ({}), {}],
  ["domain-tried", healthApi.tryDomain, () => ({ body: { domain: "slow.example" } }), { subject: "slow.example" }],
  ["job-retried", healthApi.retryJob, (ids) => ({ params: { id: ids.job } }), { subject: "deliver-mail" }],
  ["self-test-run", selfTestsApi.run, (ids) => ({ params: { id: ids.tested } }), { subject: "tested@acme.example" }],
  [
    "test-mail-sent",
    mailTextsApi.test,
    () => ({ body: { locale: "en", texts: WORDS, occasion: "first" } }),
    { subject: "ada@acme.example" },
  ],
  ["block-lifted", blockedApi.lift, (ids) => ({ params: { id: ids.block } }), { subject: "@spam.example" }],
  ["member-changed", accountApi.changeMe, () => ({ body: { name: "Ada L." } }), { became: { name: "Ada L." } }],
  [
    "member-changed",
    accountApi.changeMe,
    () => ({ body: { name: "Ada" } }),
    { actor_name: "Ada L.", subject: "Ada L." },
  ],
  ["log-exported", securityLogApi.download, () => ({}), {}],
];
