/** Every route of the wire. A new area adds its own here. */
import { blockedApi } from "./blocked.ts";
import { healthApi } from "./health.ts";
import { dkimApi } from "./mail-settings/dkim.ts";
import { mailTextsApi } from "./mail-settings/mail-texts.ts";
import { selfTestsApi } from "./mail-settings/self-tests.ts";
import { teamMembersApi } from "./people/team-members.ts";
import type { Route } from "./route.ts";
import { accountSettingsApi } from "./settings/account.ts";
import { messagingApi } from "./settings/messaging.ts";
import { supportAddressesApi } from "./settings/support-addresses.ts";
import { ticketSettingsApi } from "./settings/tickets.ts";
import { triggersApi } from "./settings/triggers.ts";

const AREAS = [
  blockedApi,
  ticketSettingsApi,
  triggersApi,
  messagingApi,
  supportAddressesApi,
  teamMembersApi,
  accountSettingsApi,
  dkimApi,
  selfTestsApi,
  mailTextsApi,
  healthApi,
];

export const ROUTES: readonly Route[] = AREAS.flatMap((area) => Object.values<Route>(area));
