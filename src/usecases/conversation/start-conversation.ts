import { decideContent } from "../../domain/attachments/attachment.ts";
import type { Conversation } from "../../domain/conversation/conversation.ts";
import { decideEndUserPost, decideMutedPost } from "../../domain/conversation/posting.ts";
import type { SiteFacts } from "../../domain/conversation/site-facts.ts";
import {
  type AttachmentId,
  type ClientId,
  conversationId,
  type ConversationId,
  type EndUserId,
  type Instant,
  messageId,
  seq,
} from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface FirstMessage {
  readonly clientId: ClientId;
  readonly text: string;
  /** Uploaded before; not given: none. */
  readonly attachments?: readonly AttachmentId[];
  /** Without query and fragment; null: the browser did not tell. */
  readonly pageUrl: string | null;
  /** What the page says beside it; not given: nothing. */
  readonly siteFacts?: SiteFacts;
}

/** The end user's first message makes the conversation. Safe to send again: the client id finds the first one. */
export function startConversation(
  deps: Deps,
  principal: WidgetPrincipal,
  first: FirstMessage,
): Promise<Result<ConversationId, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const earlier = await tx.conversations.findStarted(principal.sessionId, first.clientId);
    if (earlier !== null) return ok(earlier);
    // Held: whoever signs in at this moment does so wholly before, or takes this conversation along.
    const user = await tx.people.holdOwner(principal.sessionId);
    if (user === null) return refuse("session-unknown", "This browser session has ended.");

    const brand = (await tx.settings.loadBrands()).find((each) => each.id === principal.brandId);
    if (brand?.messagingOn !== true) return refuse("messaging-off", "Messaging is off for this brand.");

    const content = decideContent(
      first.text,
      await tx.attachments.takeUploads(principal.sessionId, first.attachments ?? []),
    );
    if (!content.ok) return content;

    const id = conversationId(deps.newId());
    const locked = await tx.conversations.insert({
      id,
      brandId: principal.brandId,
      endUserId: user.id,
      origin: "messaging",
      pageUrl: first.pageUrl,
      displayName: first.siteFacts?.name ?? null,
      startedBy: { sessionId: principal.sessionId, clientId: first.clientId },
      followUpOf: null,
      subject: null,
      isMuted: user.blocked,
      createdAt: now,
    });
    await tx.access.grant(principal.sessionId, id, "started");
    // A blocked person has a conversation that no agent sees.
    const decide = user.blocked ? decideMutedPost : decideEndUserPost;
    const change = decide(
      locked,
      {
        id: messageId(deps.newId()),
        endUserId: user.id,
        name: user.name,
        channel: "messaging",
        ...content.value,
        cut: null,
        clientId: first.clientId,
        inboundMailId: null,
        shownUpTo: seq(0),
        ...(first.siteFacts === undefined ? {} : { siteFacts: first.siteFacts }),
      },
      now,
    );
    const address = principal.isSigned ? await addressOf(tx, user.id, now) : null;
    await tx.conversations.apply(locked, address === null ? change : { ...change, head: { ...change.head, address } });
    return ok(id);
  });
}

/** Where their site says that they read mail, unless it came back from there. Null: nobody knows. */
async function addressOf(tx: Tx, id: EndUserId, now: Instant): Promise<Conversation["address"]> {
  const told = await tx.identities.findAddress(id);
  if (told === null || (await tx.suppressions.hasBounced(told.email))) return null;
  return { email: told.email, state: told.isVerified ? "proved" : "unproved", givenAt: now, reason: null };
}
