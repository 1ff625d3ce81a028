/** Channels › Messaging of the admin center: the brands. */
import { Type, type Static } from "typebox";
import { NAME_PATTERN } from "../../src/domain/people/name.ts";
import { FACES } from "../../src/domain/people/shown-author.ts";
import {
  DARK_WAYS,
  LAUNCHER_FARTHEST,
  LAUNCHER_ICONS,
  LAUNCHER_SIDES,
  MAX_GREETING_CHARS,
  MAX_LAUNCHER_TEXT_CHARS,
} from "../../src/domain/settings/look.ts";
import { octets, route } from "../route.ts";
import { WidgetConfig } from "../sessions/widget-sessions.ts";
import { exact, InstantMs, list, LocaleTag, MAX_URL_CHARS, nullable, Uuid } from "../shared.ts";

export { DARK_WAYS, LAUNCHER_FARTHEST, LAUNCHER_ICONS, LAUNCHER_SIDES, MAX_GREETING_CHARS, MAX_LAUNCHER_TEXT_CHARS };

const Pixels = Type.Integer({ minimum: 0, maximum: LAUNCHER_FARTHEST });
const texts = (maxLength: number) => Type.Record(LocaleTag, Type.String({ minLength: 1, maxLength }));

const BrandLook = exact({
  /** By locale; a language without one has `greeting`, or the shipped one. */
  greetings: texts(MAX_GREETING_CHARS),
  launcher: exact({
    icon: Type.Enum(LAUNCHER_ICONS),
    /** Beside the icon, by locale. */
    texts: texts(MAX_LAUNCHER_TEXT_CHARS),
    side: Type.Enum(LAUNCHER_SIDES),
    fromSide: Pixels,
    fromBottom: Pixels,
    isHidden: Type.Boolean(),
  }),
  /** `page`: as the page around it says by `color-scheme`; `system`: as the visitor's system. */
  dark: Type.Enum(DARK_WAYS),
  /** Of whoever answers: full or public names with photos; first names without photos; nobody: the brand answers. */
  faces: Type.Enum(FACES),
});

export const LogoView = exact({
  /** Its address is `logoApi.fetch` with this. */
  hash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  type: Type.String(),
  /** In pixels. */
  width: Type.Integer({ minimum: 1 }),
  height: Type.Integer({ minimum: 1 }),
});
export type LogoView = Static<typeof LogoView>;

export const BrandSettings = exact({
  id: Uuid,
  name: Type.String({ minLength: 1, maxLength: 120, pattern: NAME_PATTERN }),
  messagingOn: Type.Boolean(),
  colour: Type.String({ pattern: "^#[0-9a-f]{6}$" }),
  /** In languages that have none of their own; null: the shipped one. */
  greeting: nullable(Type.String({ maxLength: MAX_GREETING_CHARS })),
  look: BrandLook,
  privacyUrl: nullable(Type.String({ maxLength: MAX_URL_CHARS, pattern: "^https?://" })),
  /** Origins of pages that may carry the widget: scheme, host, port, nothing else. */
  allowedOrigins: list(Type.String({ maxLength: 300 }), { maxItems: 100 }),
});
export type BrandSettings = Static<typeof BrandSettings>;

export const BrandView = exact({
  ...BrandSettings.properties,
  /** Null: its initials stand in for it. */
  logo: nullable(LogoView),
  /** Sites whose pages asked for it, newest first: where it stands, and what was turned away as not allowed. */
  sightings: list(exact({ origin: Type.String(), at: InstantMs, isRefused: Type.Boolean() })),
  /** What a site pastes into its pages to carry the brand's widget. */
  snippet: Type.String(),
  /** Replies wait for its messaging: on again by then, they go; later they ask the agents. Null: none wait for it. */
  mendBy: nullable(InstantMs),
});
export type BrandView = Static<typeof BrandView>;

export const messagingApi = {
  /** The default brand first. */
  list: route({
    method: "GET",
    path: "/api/admin/messaging",
    who: "admin",
    answer: exact({ brands: list(BrandView) }),
  }),
  /** The brand is the one that the path names, whatever `id` says. */
  save: route({
    method: "PUT",
    path: "/api/admin/messaging/:id",
    who: "admin",
    params: { id: Uuid },
    body: BrandSettings,
    refusals: ["not-found", "origin-shape", "colour-contrast"],
  }),
  /** What the widget would be told if this were saved. */
  preview: route({
    method: "POST",
    path: "/api/admin/messaging/:id/preview",
    who: "admin",
    params: { id: Uuid },
    body: BrandSettings,
    answer: WidgetConfig,
    refusals: ["not-found"],
  }),
  /** Body: the bytes of a PNG, JPEG, WebP or GIF, whatever Content-Type says. It is there at once. */
  saveLogo: route({
    method: "PUT",
    path: "/api/admin/messaging/:id/logo",
    who: "admin",
    params: { id: Uuid },
    body: octets("*/*"),
    refusals: ["not-found", "file-empty", "file-too-large", "logo-drawing", "logo-size", "logo-type"],
  }),
  removeLogo: route({
    method: "DELETE",
    path: "/api/admin/messaging/:id/logo",
    who: "admin",
    params: { id: Uuid },
    refusals: ["not-found"],
  }),
};

export const logoApi = {
  /** A logo by its content, for everybody: what an address holds never changes. Not there: 404. */
  fetch: route({
    method: "GET",
    path: "/widget/logo/:hash",
    who: "anyone",
    params: { hash: LogoView.properties.hash },
    answer: octets("image/*"),
    refusals: ["not-found"],
  }),
};
