/** Channels › Messaging of the admin center: the brands. */
import { Type, type Static } from "typebox";
import { NAME_PATTERN } from "../../src/domain/people/name.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, MAX_URL_CHARS, nullable, Uuid } from "../shared.ts";

export const BrandSettings = exact({
  id: Uuid,
  name: Type.String({ minLength: 1, maxLength: 120, pattern: NAME_PATTERN }),
  messagingOn: Type.Boolean(),
  colour: Type.String({ pattern: "^#[0-9a-f]{6}$" }),
  greeting: nullable(Type.String({ maxLength: 300 })),
  privacyUrl: nullable(Type.String({ maxLength: MAX_URL_CHARS, pattern: "^https?://" })),
  /** Origins of pages that may carry the widget: scheme, host, port, nothing else. */
  allowedOrigins: list(Type.String({ maxLength: 300 }), { maxItems: 100 }),
});
export type BrandSettings = Static<typeof BrandSettings>;

export const BrandView = exact({
  ...BrandSettings.properties,
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
};
