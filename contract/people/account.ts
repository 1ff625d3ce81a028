/**
 * Team members to themselves: the first run, presence, and who else there is. Under /api/agent: an HttpOnly session
 * cookie; requests that change something need the header `x-ariane-request: 1` and an Origin of our own.
 */
import { Type, type Static } from "typebox";
import { NAME_PATTERN } from "../../src/domain/people/name.ts";
import type { RefusalCode } from "../../src/domain/refusal.ts";
import { MIN_PASSWORD_CHARS } from "../../src/domain/passwords/password.ts";
import { route } from "../route.ts";
import { PhotoHash } from "./photos.ts";
import { ADDRESS_REFUSALS, exact, list, LocaleTag, MAX_ADDRESS_CHARS, nullable, Uuid } from "../shared.ts";

export const AgentRole = Type.Union([Type.Literal("admin"), Type.Literal("agent"), Type.Literal("light-agent")]);
export type AgentRole = Static<typeof AgentRole>;
export const AgentPresence = Type.Union([Type.Literal("online"), Type.Literal("away"), Type.Literal("offline")]);
export type AgentPresence = Static<typeof AgentPresence>;

export { MIN_PASSWORD_CHARS };
/** What is wrong with a password is said in words (`PASSWORD_REFUSALS`); before NFKC it may be longer than after it. */
export const Password = Type.String({ minLength: 1, maxLength: 1_024 });
/** What a password that somebody chooses may be refused for. */
export const PASSWORD_REFUSALS: readonly RefusalCode[] = [
  "password-too-short",
  "password-too-long",
  "password-common",
  "password-own",
];

export const Me = exact({
  id: Uuid,
  name: Type.String(),
  /** What end users read where the brand shows names; null: `name`. */
  publicName: nullable(Type.String()),
  photo: nullable(PhotoHash),
  email: Type.String(),
  role: AgentRole,
  /** May go online, accept from the queue and reply by messaging. */
  chatAccess: Type.Boolean(),
  presence: AgentPresence,
  locale: LocaleTag,
  account: exact({
    name: Type.String(),
    timeZone: Type.String(),
    demo: Type.Boolean(),
    agentWorkspaceOn: Type.Boolean(),
    /** The switch *Switch messaging conversations to email*. */
    continuityOn: Type.Boolean(),
    /** Without one no mail leaves this installation. */
    hasRelay: Type.Boolean(),
  }),
});
export type Me = Static<typeof Me>;

const Name = Type.String({ minLength: 1, maxLength: 120, pattern: NAME_PATTERN });
/** As somebody typed it. */
export const Email = Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS });

/** Whom a conversation can be handed to. */
export const Colleague = exact({ id: Uuid, name: Type.String(), presence: AgentPresence, chatAccess: Type.Boolean() });
export type Colleague = Static<typeof Colleague>;

export const accountApi = {
  /** Asked by the sign-in page: is there an admin yet? */
  setUp: route({
    method: "GET",
    path: "/api/agent/setup",
    who: "anyone",
    answer: exact({
      hasAdmin: Type.Boolean(),
      /** Empty before the first run. */
      accountName: Type.String(),
      /** Only in the demo. */
      demoSignIn: nullable(exact({ email: Type.String(), password: Type.String() })),
      /** Whether *Forgot password?* can mail a link; false: an admin makes one. */
      mailsResets: Type.Boolean(),
    }),
  }),
  /** The first run; signs the admin in. */
  makeFirstAdmin: route({
    method: "POST",
    path: "/api/agent/first-admin",
    who: "own-page",
    body: exact({
      /** Printed by the server at its start. */
      code: Type.String({ minLength: 1, maxLength: 100 }),
      accountName: Name,
      name: Name,
      email: Email,
      password: Password,
      locale: LocaleTag,
      timeZone: Type.String({ maxLength: 64 }),
    }),
    refusals: [
      "already-set-up",
      "email-taken",
      "first-admin-code-wrong",
      "time-zone-unknown",
      ...PASSWORD_REFUSALS,
      ...ADDRESS_REFUSALS,
    ],
  }),
  me: route({ method: "GET", path: "/api/agent/me", who: "agent", answer: Me }),
  changeMe: route({
    method: "PUT",
    path: "/api/agent/me",
    who: "agent",
    body: exact({
      presence: Type.Optional(AgentPresence),
      locale: Type.Optional(LocaleTag),
      name: Type.Optional(Name),
      publicName: Type.Optional(nullable(Name)),
      /** What they hold goes back to the queue: for whoever goes offline. */
      handBack: Type.Optional(Type.Boolean()),
    }),
    refusals: ["no-chat-access", "locale-unknown"],
  }),
  team: route({
    method: "GET",
    path: "/api/agent/team",
    who: "agent",
    answer: exact({
      agents: list(Colleague),
      /** Of everybody who has one, also who left the team: their messages are still there. */
      photos: list(exact({ id: Uuid, photo: PhotoHash })),
    }),
  }),
};
