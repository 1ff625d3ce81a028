import type { BrandId } from "../ids.ts";
import type { BrandMessaging } from "./settings.ts";

/** A name under which the account writes, with its widget. */
export interface Brand extends BrandMessaging {
  readonly id: BrandId;
  readonly name: string;
  readonly isDefault: boolean;
  readonly colour: string;
  readonly greeting: string | null;
  readonly privacyUrl: string | null;
  readonly allowedOrigins: readonly string[];
}
