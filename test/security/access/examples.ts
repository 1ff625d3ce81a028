/** One request of each route that is in order. A route that holds something and is not here fails. */
import { generateKeyPairSync } from "node:crypto";
import type { BodyOf, ParamsOf, QueryOf, Route } from "../../../contract/route.ts";
import { widgetFilesApi, agentFilesApi } from "../../../contract/attachments/files.ts";
import { blockedApi } from "../../../contract/people/blocked.ts";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { widgetApi } from "../../../contract/conversation/widget-conversations.ts";
import { pollApi } from "../../../contract/live/widget-poll.ts";
import { healthApi } from "../../../contract/health/health.ts";
import { dkimApi } from "../../../contract/mail-settings/dkim.ts";
import { mailTextsApi } from "../../../contract/mail-settings/mail-texts.ts";
import { selfTestsApi } from "../../../contract/mail-settings/self-tests.ts";
import { storedMailApi, triageApi } from "../../../contract/mail/triage.ts";
import { availabilityApi } from "../../../contract/people/availability.ts";
import { accountApi } from "../../../contract/people/account.ts";
import { schedulesApi } from "../../../contract/schedules/schedules.ts";
import { agentSessionsApi } from "../../../contract/sessions/agent-sessions.ts";
import { passwordsApi } from "../../../contract/passwords/passwords.ts";
import { memberPhotoApi, myPhotoApi, photoApi } from "../../../contract/people/photos.ts";
import { teamMembersApi } from "../../../contract/people/team-members.ts";
import { identityKeysApi } from "../../../contract/sessions/identity-keys.ts";
import { widgetSessionApi } from "../../../contract/sessions/widget-sessions.ts";
import { accountSettingsApi } from "../../../contract/settings/account.ts";
import { logoApi, messagingApi } from "../../../contract/settings/messaging.ts";
import { supportAddressesApi } from "../../../contract/settings/support-addresses.ts";
import { ticketSettingsApi } from "../../../contract/settings/tickets.ts";
import { triggersApi } from "../../../contract/triggers/triggers.ts";
import { Check } from "typebox/value";
import { DEFAULT_LOOK } from "../../../src/domain/settings/look.ts";
import { DEFAULT_DELAYS } from "../../../src/domain/settings/settings.ts";
import { PASSWORD } from "../../support/world.ts";
import type { Example, Facts } from "./house.ts";

type Entry = readonly [Route, Example];
interface ExampleOf<R extends Route> {
  readonly params?: ParamsOf<R>;
  readonly query?: QueryOf<R>;
  readonly body?: BodyOf<R>;
}

const of = <R extends Route>(route: R, example: Example & ExampleOf<R>): Entry => [route, example];

/** The example of a route; throws where it needs one and has none. */
export function exampleOf(route: Route, facts: Facts): Example {
  const found = [...visitors(facts), ...agents(facts), ...admins(facts)].find(([each]) => each === route)?.[1];
  if (found !== undefined) return found;
  const isPlain = route.body === null || "kind" in route.body;
  if (isPlain && Check(route.query, {}) && Check(route.params, {})) return {};
  throw new Error(`${route.method} ${route.path} has no example: add one, so that its access is tried`);
}

const PUBLIC_KEY = JSON.stringify(generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }));
const LINK = "a-link-that-is-none";
const CLIENT = "client-of-access";
const WORDS = { subject: null, intro: null, goOn: null, footer: null };
const NO_HOURS = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const TIMES = { timeZone: "Europe/Paris", week: { ...NO_HOURS, monday: [{ from: 540, to: 1_080 }] }, holidays: [] };
const MEMBER = { name: "Noé", role: "agent", chatAccess: true } as const;
/** The pages cannot set the last one. */
const { reconnectWithin: _reconnectWithin, ...delays } = DEFAULT_DELAYS;
const BRAND = {
  name: "Acme",
  messagingOn: true,
  colour: "#1f2937",
  greeting: null,
  look: DEFAULT_LOOK,
  privacyUrl: null,
  allowedOrigins: [],
};

function visitors({ conversation: id, file, brand }: Facts): readonly Entry[] {
  const params = { id };
  const said = { clientId: CLIENT, text: "Hello" };
  return [
    of(widgetSessionApi.config, { query: { brand } }),
    of(logoApi.fetch, { params: { hash: "0".repeat(64) } }),
    of(photoApi.fetch, { params: { hash: "0".repeat(64) } }),
    of(availabilityApi.show, { query: { brand } }),
    of(widgetSessionApi.start, { body: { brandId: brand, locale: null, browserLanguages: ["fr"], timeZone: null } }),
    of(widgetSessionApi.resume, { body: { linkToken: LINK, brandId: null, sessionToken: null } }),
    of(widgetSessionApi.identify, {
      body: {
        brandId: brand,
        locale: null,
        browserLanguages: ["fr"],
        timeZone: null,
        jwt: "a.b.c",
        sessionToken: null,
      },
    }),
    of(widgetApi.start, { body: { ...said, pageUrl: null } }),
    of(widgetApi.post, { params, body: { ...said, shownUpTo: 0 } }),
    of(widgetApi.page, { params, query: { before: 0 } }),
    of(widgetApi.changes, { params, query: { after: 0 } }),
    of(pollApi.poll, {
      body: { connection: null, revisions: {}, said: [{ type: "attention", conversationId: id }], isLeaving: false },
    }),
    of(widgetApi.giveAddress, { params, body: { address: "marie@example.com", confirmed: true } }),
    of(widgetApi.dismissForm, { params }),
    of(widgetApi.stopMail, { params }),
    of(widgetApi.startMailAgain, { params }),
    of(widgetFilesApi.drop, { params: { id: file } }),
    of(widgetFilesApi.fetch, { params: { id: file } }),
  ];
}

function agents(facts: Facts): readonly Entry[] {
  const { conversation: id, file, mail, block, member } = facts;
  const params = { id };
  const message = { id, seq: 2 };
  return [
    of(accountApi.makeFirstAdmin, {
      body: {
        code: "a code of some day",
        accountName: "E",
        name: "Eve",
        email: "e@x.example",
        password: PASSWORD,
        locale: "en",
        timeZone: "UTC",
      },
    }),
    of(agentSessionsApi.signIn, { body: { email: "eve@evil.example", password: "guess" } }),
    of(passwordsApi.change, { body: { current: "guess", password: "another long one of ours" } }),
    of(passwordsApi.forgot, { body: { email: "eve@evil.example" } }),
    of(passwordsApi.lookAtReset, { body: { token: LINK } }),
    of(passwordsApi.redeemReset, { body: { token: LINK, password: "another long one of ours" } }),
    of(agentSessionsApi.end, { params: { id } }),
    of(accountApi.changeMe, { body: { presence: "online" } }),
    of(myPhotoApi.save, {}),
    of(myPhotoApi.remove, {}),
    of(conversationApi.list, { query: { view: "all" } }),
    of(conversationApi.open, { params }),
    of(conversationApi.changes, { params, query: { after: 0 } }),
    of(conversationApi.deliveries, { params }),
    of(conversationApi.post, {
      params,
      body: { clientId: CLIENT, text: "Hello", visibility: "public", status: null },
    }),
    of(conversationApi.edit, { params: message, body: { text: "Edited" } }),
    of(conversationApi.editing, { params: message, body: { isOpen: false } }),
    of(conversationApi.delete, { params: message }),
    of(conversationApi.decideSender, { params: message, body: { decision: "accept" } }),
    of(conversationApi.withhold, { params: message }),
    of(conversationApi.release, { params: message }),
    of(conversationApi.accept, { params }),
    of(conversationApi.setStatus, { params, body: { status: "pending" } }),
    of(conversationApi.assign, { params, body: { agentId: member } }),
    of(conversationApi.sendNow, { params }),
    of(conversationApi.askAddress, { params }),
    of(conversationApi.revokeLinks, { params }),
    of(conversationApi.markRead, { params, body: { upTo: 1 } }),
    of(conversationApi.saveDraft, { params, body: { text: "Draft", visibility: "note" } }),
    of(agentFilesApi.drop, { params: { id: file } }),
    of(agentFilesApi.fetch, { params: { id: file } }),
    of(blockedApi.keptOut, { params: { id: block } }),
    of(blockedApi.add, { body: { sender: "evil.example" } }),
    of(blockedApi.lift, { params: { id: block } }),
    of(blockedApi.person, { params, body: { because: "suspended" } }),
    of(blockedApi.senderOfMail, { params: { id: mail } }),
    of(triageApi.attach, { params: { id: mail }, body: { conversationId: id } }),
    of(triageApi.begin, { params: { id: mail } }),
    of(triageApi.ignore, { params: { id: mail } }),
    of(storedMailApi.open, { params: { id: mail } }),
    of(storedMailApi.raw, { params: { id: mail } }),
    of(storedMailApi.file, { params: { id: mail, at: 0 } }),
  ];
}

function admins({ identityKey, brand, support, member, trigger, schedule, job }: Facts): readonly Entry[] {
  const sampled = { locale: "en", texts: WORDS, occasion: "first" } as const;
  const domain = "acme.example";
  return [
    of(ticketSettingsApi.save, {
      body: {
        continuityOn: true,
        delays,
        closeAfterDays: 5,
        deactivateAwayMessage: false,
        deactivateRequestEmail: false,
      },
    }),
    of(triggersApi.save, {
      params: { id: trigger },
      body: {
        name: "Ours",
        description: null,
        active: false,
        oncePerConversation: true,
        actions: [{ type: "wait", for: 0 }],
      },
    }),
    of(triggersApi.log, { params: { id: trigger } }),
    of(messagingApi.save, { params: { id: brand }, body: { id: brand, ...BRAND } }),
    of(messagingApi.preview, { params: { id: brand }, body: { id: brand, ...BRAND } }),
    of(messagingApi.saveLogo, { params: { id: brand } }),
    of(messagingApi.removeLogo, { params: { id: brand } }),
    of(identityKeysApi.list, { params: { id: brand } }),
    of(identityKeysApi.makeSecret, { params: { id: brand } }),
    of(identityKeysApi.addPublic, { params: { id: brand }, body: { key: PUBLIC_KEY, kid: null } }),
    of(identityKeysApi.end, { params: { id: brand, key: identityKey } }),
    of(supportAddressesApi.add, { body: { brandId: brand, address: "two@acme.example" } }),
    of(supportAddressesApi.change, { params: { id: support }, body: { brandId: brand, address: "one@acme.example" } }),
    of(supportAddressesApi.remove, { params: { id: support } }),
    of(passwordsApi.makeResetLink, { params: { id: member } }),
    of(teamMembersApi.add, { body: { ...MEMBER, email: "max@acme.example" } }),
    of(memberPhotoApi.save, { params: { id: member } }),
    of(memberPhotoApi.remove, { params: { id: member } }),
    of(teamMembersApi.change, { params: { id: member }, body: { ...MEMBER, active: false } }),
    of(schedulesApi.add, { body: { ...TIMES, name: "Shop" } }),
    of(schedulesApi.save, { params: { id: schedule }, body: { ...TIMES, name: "Office", version: 1 } }),
    of(schedulesApi.choose, { body: { account: null, brands: [{ id: brand, hours: { kind: "always" } }] } }),
    of(schedulesApi.preview, { body: { ...TIMES, at: null } }),
    of(schedulesApi.remove, { params: { id: schedule } }),
    of(accountSettingsApi.save, {
      body: {
        name: "Acme",
        timeZone: "Europe/Paris",
        defaultLocale: "en",
        locales: ["en", "fr"],
        agentWorkspaceOn: true,
      },
    }),
    of(dkimApi.makeKey, { body: { domain } }),
    of(dkimApi.stop, { body: { domain } }),
    of(dkimApi.sign, { body: { domain, evenUnseen: true } }),
    of(selfTestsApi.run, { params: { id: support } }),
    of(mailTextsApi.save, { body: { locale: "en", texts: WORDS } }),
    of(mailTextsApi.preview, { body: sampled }),
    of(mailTextsApi.previewPage, {
      query: { look: "light", mail: Buffer.from(JSON.stringify(sampled)).toString("base64url") },
    }),
    of(mailTextsApi.test, { body: sampled }),
    of(healthApi.retryJob, { params: { id: job } }),
    of(healthApi.tryRelay, {}),
    of(healthApi.tryDomain, { body: { domain: "example.com" } }),
    of(healthApi.findSuppressions, { body: { find: "" } }),
    of(healthApi.liftSuppression, { body: { address: "marie@example.com" } }),
  ];
}
