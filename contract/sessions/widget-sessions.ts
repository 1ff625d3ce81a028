/**
 * Browser sessions of the widget, under /api/widget: a bearer token, CORS by the brands' allowed origins, no cookie.
 */
import { Type, type Static } from "typebox";
import { route } from "../route.ts";
import { exact, list, LocaleTag, nullable, Uuid } from "../shared.ts";

/** What the loader needs before it shows anything. */
export const WidgetConfig = exact({
  brand: exact({ id: Uuid, name: Type.String() }),
  /** Channels › Messaging. False: the loader shows nothing. */
  on: Type.Boolean(),
  /** `#rrggbb`, checked for contrast with its text colour when it was saved. */
  colour: Type.String(),
  /** In the language of that locale; then `greeting`, then the shipped one. */
  greetings: Type.Record(LocaleTag, Type.String()),
  greeting: nullable(Type.String()),
  /** The SHA-256 of its bytes, by which it is fetched; null: its initials stand in for it. */
  logo: nullable(Type.String()),
  launcher: exact({
    /** CSS for the loader's shadow root: colours, place, what the words beside the icon need. */
    sheet: Type.String(),
    /** Of an SVG path on a grid of 28. */
    icon: Type.String(),
    /** What it is called, by each of `locales`. */
    labels: Type.Record(LocaleTag, Type.String()),
    /** Beside the icon, by locale. */
    texts: Type.Record(LocaleTag, Type.String()),
    isHidden: Type.Boolean(),
  }),
  privacyUrl: nullable(Type.String()),
  /** The languages that the widget speaks here: those of our catalogues that serve what the account has enabled, the default first. */
  locales: list(LocaleTag),
  /** True in the demo, where delays are seconds; the widget says so. */
  demo: Type.Boolean(),
});
export type WidgetConfig = Static<typeof WidgetConfig>;

/** A token is opaque; kept in the host page's first-party storage, 12 months sliding; 30 days where a link opened it. */
const Token = Type.String();

/** Names, an address and a signature by RSA take 2 kB; what a site adds beside them we do not read. */
const MAX_TOKEN_CHARS = 8_192;

const newcomer = {
  brandId: Uuid,
  /** From `ariane('set locale')`; null: not set by the site. */
  locale: nullable(LocaleTag),
  /** navigator.languages, in the browser's order. */
  browserLanguages: list(LocaleTag, { maxItems: 20 }),
  /** IANA zone of the browser; null where it does not tell. */
  timeZone: nullable(Type.String({ maxLength: 64 })),
};

export const widgetSessionApi = {
  /** Cached for a minute. */
  config: route({
    method: "GET",
    path: "/api/widget/config",
    who: "anyone",
    query: { brand: Uuid },
    answer: WidgetConfig,
    refusals: ["not-found", "origin-not-allowed"],
  }),
  /** Made when the person first writes, not before. */
  start: route({
    method: "POST",
    path: "/api/widget/sessions",
    who: "anyone",
    body: exact(newcomer),
    answer: exact({ token: Token, endUserId: Uuid, locale: LocaleTag }),
    status: 201,
    refusals: ["not-found", "messaging-off", "origin-not-allowed"],
  }),
  /**
   * `loginUser`: the site has signed who is before this browser. The session given, if any, becomes that person's, with what it
   * began, and its token changes; where somebody else was signed in, theirs ends. `identity-refused`: `details.reason` says
   * why, and the message what to mend. `endsIn`: in so many milliseconds the site is asked again; null: its token does not end.
   */
  identify: route({
    method: "POST",
    path: "/api/widget/sessions/identity",
    who: "anyone",
    body: exact({
      ...newcomer,
      jwt: Type.String({ maxLength: MAX_TOKEN_CHARS }),
      sessionToken: nullable(Type.String({ maxLength: 256 })),
    }),
    answer: exact({ token: Token, endUserId: Uuid, locale: LocaleTag, endsIn: nullable(Type.Integer({ minimum: 0 })) }),
    refusals: ["not-found", "messaging-off", "origin-not-allowed", "identity-refused"],
  }),
  /** *Not you? Start afresh*, and the site's sign-out: it is revoked; its conversations stay with the business. */
  end: route({ method: "DELETE", path: "/api/widget/sessions", who: "visitor" }),
  /**
   * Redeems the link of a mail. The session given, if any, gains this one conversation. `join-unconfirmed`: it has others,
   * and the person is to be asked; then `join` is true.
   */
  resume: route({
    method: "POST",
    path: "/api/widget/resume",
    who: "anyone",
    body: exact({
      linkToken: Type.String({ minLength: 16, maxLength: 512 }),
      brandId: nullable(Uuid),
      sessionToken: nullable(Type.String({ maxLength: 256 })),
      join: Type.Optional(Type.Boolean()),
    }),
    answer: exact({ token: Token, endUserId: Uuid, conversationId: Uuid, locale: LocaleTag }),
    refusals: ["link-invalid", "join-unconfirmed", "origin-not-allowed"],
  }),
};
