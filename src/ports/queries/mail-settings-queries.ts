/** What Channels › Email shows besides the addresses. Every read is asked by an admin, who is named first. */
import type { DkimKey } from "../../domain/dkim.ts";
import type { AgentIdentity } from "../../domain/roles.ts";

export interface DkimDomainView {
  readonly domain: string;
  readonly keys: readonly {
    readonly selector: string;
    readonly state: DkimKey["state"];
    readonly madeAt: number;
    readonly record: { readonly name: string; readonly type: "TXT"; readonly value: string };
  }[];
}

export interface MailSettingsQueries {
  /** The domains of the support addresses, each with its keys, the newest first. */
  dkim(admin: AgentIdentity): Promise<readonly DkimDomainView[]>;
}
