/** What Channels › Email shows besides the addresses. Every read is asked by an admin, who is named first. */
import type { DkimKey } from "../../domain/mail-settings/dkim.ts";
import type { Instant } from "../../domain/ids.ts";
import type { MailTexts } from "../../domain/mail-settings/mail-texts.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { ReplyRoute, Run } from "../../domain/mail-settings/self-test.ts";

export interface DkimDomainView {
  readonly domain: string;
  readonly keys: readonly {
    readonly selector: string;
    readonly state: DkimKey["state"];
    readonly madeAt: number;
    readonly record: { readonly name: string; readonly type: "TXT"; readonly value: string };
  }[];
}

export interface SelfTestView {
  readonly id: string;
  readonly address: string;
  readonly run: Pick<Run, "startedAt" | "isOver" | "steps"> | null;
  readonly replyRoute: ReplyRoute;
}

export interface MailTemplateView {
  readonly locale: string;
  readonly texts: MailTexts;
}

export interface MailSettingsQueries {
  /** The account's languages, its default first, each with its own words. */
  mailTexts(admin: AgentIdentity): Promise<readonly MailTemplateView[]>;
  /** The domains of the support addresses, each with its keys, the newest first. */
  dkim(admin: AgentIdentity): Promise<readonly DkimDomainView[]>;
  /** Every support address with its last self-test. */
  selfTests(admin: AgentIdentity, mailDomain: string, now: Instant): Promise<readonly SelfTestView[]>;
}
