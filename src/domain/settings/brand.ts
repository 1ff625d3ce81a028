import type { PictureFacts } from "../attachments/picture.ts";
import type { BrandId } from "../ids.ts";
import type { BrandLook } from "./look.ts";
import type { BrandMessaging } from "./settings.ts";

/** A name under which the account writes, with its widget. */
export interface Brand extends BrandMessaging {
  readonly id: BrandId;
  readonly name: string;
  readonly isDefault: boolean;
  readonly colour: string;
  /** In languages that have none of their own; null: the shipped one. */
  readonly greeting: string | null;
  readonly look: BrandLook;
  /** Null: its initials stand in for it. Saved apart. */
  readonly logo: PictureFacts | null;
  readonly privacyUrl: string | null;
  readonly allowedOrigins: readonly string[];
}
