/** What Channels › Email shows besides the addresses. Every read is asked by an admin, who is named first. */
import type { DkimDomain } from "../../../contract/mail-settings/dkim.ts";
import type { WordedMail } from "../../../contract/mail-settings/mail-texts.ts";
import type { TestedAddress } from "../../../contract/mail-settings/self-tests.ts";
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface MailSettingsQueries {
  /** The account's languages, its default first, each with its own words. */
  mailTexts(admin: AgentIdentity): Promise<readonly WordedMail[]>;
  /** The domains of the support addresses, each with its keys, the newest first. */
  dkim(admin: AgentIdentity): Promise<readonly DkimDomain[]>;
  /** Every support address with its last self-test. */
  selfTests(admin: AgentIdentity, mailDomain: string, now: Instant): Promise<readonly TestedAddress[]>;
}
