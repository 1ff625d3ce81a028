/** Account of the admin center. */
import { Type, type Static } from "typebox";
import { exact, LocaleTag } from "../shared.ts";

/** GET, PUT /api/admin/account — Account: name, languages, time zone, agent workspace. */
export const AccountSettings = exact({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  timeZone: Type.String({ maxLength: 64 }),
  defaultLocale: LocaleTag,
  locales: Type.Array(LocaleTag, { minItems: 1, maxItems: 60 }),
  agentWorkspaceOn: Type.Boolean(),
});
export type AccountSettings = Static<typeof AccountSettings>;
