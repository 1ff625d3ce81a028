import { type ConversationId, type EndUserId, type Locale, sessionId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { sessionEnds } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Secrets;
}

interface Link {
  readonly linkToken: string;
  /** The session of this browser, which gains the conversation; null: it has none. */
  readonly sessionToken: string | null;
}

interface Resumed {
  readonly token: string;
  readonly endUserId: EndUserId;
  readonly conversationId: ConversationId;
  readonly locale: Locale;
}

/**
 * Redeems the link of a mail, by POST only, as often as its owner likes until it expires: a scanner's GET spends
 * nothing. It opens that conversation and nothing else, on any device (product.md §5.3).
 */
export function resumeConversation(deps: Deps, link: Link): Promise<Result<Resumed, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const named = await tx.people.findMailLink(deps.secrets.hashToken(link.linkToken), "resume", now);
    const locked = named === null ? null : await tx.conversations.lock(named.conversationId);
    if (locked === null)
      return refuse("link-invalid", "This link is unknown, expired or revoked; the newest mail has a fresh one.");
    const { head } = locked;
    const user = await tx.people.mustFindEndUser(head.endUserId);
    const known =
      link.sessionToken === null ? null : await tx.people.findSession(deps.secrets.hashToken(link.sessionToken), now);
    const opened = { endUserId: head.endUserId, conversationId: head.id, locale: user.locale };
    if (known !== null && link.sessionToken !== null) {
      await tx.access.grant(known.sessionId, head.id, "link");
      return ok({ ...opened, token: link.sessionToken });
    }
    const token = deps.secrets.newToken();
    const session = sessionId(deps.newId());
    await tx.people.insertSession({
      id: session,
      tokenHash: deps.secrets.hashToken(token),
      endUserId: head.endUserId,
      brandId: head.brandId,
      now,
      expiresAt: sessionEnds(now),
    });
    await tx.access.grant(session, head.id, "link");
    return ok({ ...opened, token });
  });
}
