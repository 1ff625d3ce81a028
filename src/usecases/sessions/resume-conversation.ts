import { type ConversationId, type EndUserId, type Locale, sessionId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { grantByLinkEnds } from "../../domain/sessions/session.ts";
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
  /** The person was asked, and wants this conversation beside those of their own; not given: they were not asked. */
  readonly join?: boolean;
}

interface Resumed {
  readonly token: string;
  readonly endUserId: EndUserId;
  readonly conversationId: ConversationId;
  readonly locale: Locale;
}

/**
 * Redeems the link of a mail, by POST only, as often as its owner likes until it expires: a scanner's GET spends
 * nothing. It opens that conversation and nothing else, on any device (product.md §5.3). A browser that has others
 * is asked first: whoever sends a link may have sent one of their own, to read what is written there.
 */
export function resumeConversation(deps: Deps, asked: Link): Promise<Result<Resumed, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const link = deps.secrets.hashToken(asked.linkToken);
    const named = await tx.links.find(link, "resume", now);
    const locked = named === null ? null : await tx.conversations.lock(named.conversationId);
    // Once more behind the lock: whoever takes it back at this moment does so wholly before, or wholly after.
    if (locked === null || !(await tx.links.hold(link, now)))
      return refuse("link-invalid", "This link is unknown, expired or revoked; the newest mail has a fresh one.");
    const { head } = locked;
    const user = await tx.people.mustFindEndUser(head.endUserId);
    const known =
      asked.sessionToken === null ? null : await tx.people.findSession(deps.secrets.hashToken(asked.sessionToken), now);
    const expiresAt = grantByLinkEnds(now);
    const opened = { endUserId: head.endUserId, conversationId: head.id, locale: user.locale };
    if (known !== null && asked.sessionToken !== null) {
      if (asked.join !== true && (await tx.access.opensOnlyOthers(known.sessionId, head.id, now)))
        return refuse("join-unconfirmed", "This browser has other conversations: ask before one by link joins them.");
      await tx.access.grantByLink(known.sessionId, head.id, { link, expiresAt });
      return ok({ ...opened, token: asked.sessionToken });
    }
    const token = deps.secrets.newToken();
    const session = sessionId(deps.newId());
    await tx.people.insertSession({
      id: session,
      tokenHash: deps.secrets.hashToken(token),
      endUserId: head.endUserId,
      brandId: head.brandId,
      now,
      expiresAt,
      link,
    });
    await tx.access.grantByLink(session, head.id, { link, expiresAt });
    return ok({ ...opened, token });
  });
}
