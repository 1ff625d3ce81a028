/** Account of the admin center: name, languages, time zone, agent workspace. */
import { Type, type Static } from "typebox";
import { NAME_PATTERN } from "../../src/domain/people/name.ts";
import { route } from "../route.ts";
import { exact, list, LocaleTag } from "../shared.ts";

export const AccountSettings = exact({
  name: Type.String({ minLength: 1, maxLength: 120, pattern: NAME_PATTERN }),
  timeZone: Type.String({ maxLength: 64 }),
  defaultLocale: LocaleTag,
  locales: list(LocaleTag, { minItems: 1, maxItems: 60 }),
  agentWorkspaceOn: Type.Boolean(),
});
export type AccountSettings = Static<typeof AccountSettings>;

export const accountSettingsApi = {
  read: route({ method: "GET", path: "/api/admin/account", who: "admin", answer: AccountSettings }),
  save: route({
    method: "PUT",
    path: "/api/admin/account",
    who: "admin",
    body: AccountSettings,
    refusals: ["time-zone-unknown", "locale-unknown"],
  }),
};
