import type { Agent } from "../../domain/people/agent.ts";
import type { LocaleSource, EndUser } from "../../domain/people/end-user.ts";
import type { AgentId, BrandId, EndUserId, Instant, Locale, SessionId } from "../../domain/ids.ts";
import type { Role } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";

interface NewAgent {
  readonly id: AgentId;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly chatAccess: boolean;
  readonly locale: Locale;
  readonly createdAt: Instant;
}

export interface PeopleTx {
  insertEndUser(user: {
    readonly id: EndUserId;
    readonly name: string | null;
    readonly locale: Locale;
    readonly localeSource: LocaleSource;
    readonly timeZone: string | null;
    readonly createdAt: Instant;
  }): Promise<void>;
  /** Throws where there is none: end users stay as long as what names them. */
  mustFindEndUser(id: EndUserId): Promise<EndUser>;
  /** Whose a browser session is, until the transaction ends; null: it was ended. */
  holdOwner(id: SessionId): Promise<EndUser | null>;
  insertSession(session: {
    readonly id: SessionId;
    readonly tokenHash: Uint8Array;
    readonly endUserId: EndUserId;
    readonly brandId: BrandId;
    readonly now: Instant;
    readonly expiresAt: Instant;
    /** The hash of the link that opened it; not given: it began by itself. */
    readonly link?: Uint8Array;
  }): Promise<void>;
  findSession(tokenHash: Uint8Array, now: Instant): Promise<WidgetPrincipal | null>;
  revokeSession(id: SessionId, now: Instant): Promise<void>;
  insertAgent(agent: NewAgent): Promise<void>;
  findAgent(by: { readonly id: AgentId } | { readonly email: string }): Promise<Agent | null>;
  /**
   * The hash of one of the team, always the same one for this address while the team stays as it is: what the password of
   * an unknown address is compared with, so that it costs what a known one may cost. Null: there is no team.
   */
  lendHash(email: string): Promise<string | null>;
  /** As `findAgent`, and nobody changes them until the transaction ends. */
  lockAgent(id: AgentId): Promise<Agent | null>;
  updateAgent(
    id: AgentId,
    change: Partial<
      Pick<Agent, "name" | "publicName" | "role" | "chatAccess" | "active" | "presence" | "locale" | "passwordHash">
    >,
  ): Promise<void>;
  countActiveAdmins(): Promise<number>;
}
