/** Channels › Messaging of the admin center: the brands. */
import { Type, type Static } from "typebox";
import { exact, InstantMs, MAX_URL_CHARS, nullable, Uuid } from "../shared.ts";

/** GET /api/admin/messaging — Channels › Messaging, a row a brand. */
export const BrandSettings = exact({
  id: Uuid,
  name: Type.String({ minLength: 1, maxLength: 120 }),
  messagingOn: Type.Boolean(),
  colour: Type.String({ pattern: "^#[0-9a-f]{6}$" }),
  greeting: nullable(Type.String({ maxLength: 300 })),
  privacyUrl: nullable(Type.String({ maxLength: MAX_URL_CHARS, pattern: "^https?://" })),
  /** Origins of pages that may carry the widget: scheme, host, port, nothing else. */
  allowedOrigins: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 100 }),
});
export type BrandSettings = Static<typeof BrandSettings>;
export const Messaging = exact({
  brands: Type.Array(
    exact({
      ...BrandSettings.properties,
      snippet: Type.String(),
      /** Replies wait for its messaging: on again by then, they go; later they ask the agents. Null: none wait for it. */
      mendBy: nullable(InstantMs),
    }),
  ),
});
export type Messaging = Static<typeof Messaging>;
/** PUT /api/admin/messaging/:brandId. Refusals: origin-shape, colour-contrast. */
