/** Every route of the wire. A new area adds its own here. */
import { agentFilesApi, widgetFilesApi } from "./attachments/files.ts";
import { securityLogApi } from "./audit/security-log.ts";
import { blockedApi } from "./people/blocked.ts";
import { conversationApi } from "./conversation/agent-routes.ts";
import { pollApi } from "./live/widget-poll.ts";
import { widgetApi } from "./conversation/widget-conversations.ts";
import { healthApi } from "./health/health.ts";
import { dkimApi } from "./mail-settings/dkim.ts";
import { mailTextsApi } from "./mail-settings/mail-texts.ts";
import { selfTestsApi } from "./mail-settings/self-tests.ts";
import { inboundMailApi } from "./mail/inbound.ts";
import { storedMailApi, triageApi } from "./mail/triage.ts";
import { accountApi } from "./people/account.ts";
import { passwordsApi } from "./passwords/passwords.ts";
import { availabilityApi } from "./people/availability.ts";
import { memberPhotoApi, myPhotoApi, photoApi } from "./people/photos.ts";
import { teamMembersApi } from "./people/team-members.ts";
import type { Route } from "./route.ts";
import { schedulesApi } from "./schedules/schedules.ts";
import { agentSessionsApi } from "./sessions/agent-sessions.ts";
import { identityKeysApi } from "./sessions/identity-keys.ts";
import { widgetSessionApi } from "./sessions/widget-sessions.ts";
import { accountSettingsApi } from "./settings/account.ts";
import { logoApi, messagingApi } from "./settings/messaging.ts";
import { supportAddressesApi } from "./settings/support-addresses.ts";
import { ticketSettingsApi } from "./settings/tickets.ts";
import { triggersApi } from "./triggers/triggers.ts";

const AREAS = [
  widgetSessionApi,
  availabilityApi,
  widgetApi,
  pollApi,
  widgetFilesApi,
  accountApi,
  agentSessionsApi,
  passwordsApi,
  conversationApi,
  agentFilesApi,
  blockedApi,
  triageApi,
  storedMailApi,
  inboundMailApi,
  ticketSettingsApi,
  triggersApi,
  messagingApi,
  logoApi,
  identityKeysApi,
  supportAddressesApi,
  teamMembersApi,
  schedulesApi,
  myPhotoApi,
  memberPhotoApi,
  photoApi,
  accountSettingsApi,
  dkimApi,
  selfTestsApi,
  mailTextsApi,
  securityLogApi,
  healthApi,
];

export const ROUTES: readonly Route[] = AREAS.flatMap((area) => Object.values<Route>(area));
