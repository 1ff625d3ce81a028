/** Coming and going of end users: both change what agents read under a waiting reply, and when it is due. */
import {
  type ConnectionId,
  connectionId,
  type ConversationId,
  type Instant,
  type SessionId,
} from "../../domain/ids.ts";
import { connectionEnds, pollingEnds, pollingIsShort } from "../../domain/sessions/presence.ts";
import { sessionEnds } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

interface Connected {
  readonly id: ConnectionId;
  readonly sessionId: SessionId;
}

/** A widget's socket said who it is: they are there, and their session lives twelve months from this visit. */
export const noteConnected = (deps: Deps, connected: Connected): Promise<void> =>
  open(deps, connected, connectionEnds(deps.clock.now()));

async function open(deps: Deps, { id, sessionId }: Connected, until: Instant): Promise<void> {
  const now = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    await tx.presence.open({ id, sessionId, openedAt: now, until });
    await tx.presence.prolong(sessionId, { lastUsedAt: now, expiresAt: sessionEnds(now) });
  });
  await askRule(deps, [sessionId]);
}

interface Polling {
  /** Null: this page asks for the first time. */
  readonly id: ConnectionId | null;
  readonly sessionId: SessionId;
}

/** A page asks by HTTP, where no socket gets through: it is there as if it had one. Answers with the id of its connection. */
export async function notePolled(
  deps: Deps & { readonly newId: NewId },
  { id, sessionId }: Polling,
): Promise<ConnectionId> {
  const now = deps.clock.now();
  const lease = { until: pollingEnds(now), ifBefore: pollingIsShort(now) };
  const isKnown = id !== null && (await deps.store.transaction((tx) => tx.presence.renewOwn({ id, sessionId }, lease)));
  if (isKnown) return id;
  const fresh = connectionId(deps.newId());
  await open(deps, { id: fresh, sessionId }, lease.until);
  return fresh;
}

/** That page is closed, and said so. What is not this session's stays as it is. */
export async function noteNoLongerPolled(deps: Deps, connection: Connected): Promise<void> {
  const now = deps.clock.now();
  const lease = { until: now, ifBefore: now };
  if (await deps.store.transaction((tx) => tx.presence.renewOwn(connection, lease)))
    await noteLeft(deps, connection.id);
}

/** That socket ended, and the server did not end it. Answers the conversations about which the rule is asked. */
export async function noteLeft(deps: Deps, id: ConnectionId): Promise<readonly ConversationId[]> {
  const now = deps.clock.now();
  const session = await deps.store.transaction((tx) => tx.presence.close(id, now));
  return session === null ? [] : askRule(deps, [session]);
}

/** Sockets that nobody has renewed are departures, as any other, of visitors and of team members. Called with every beat of a process. */
export async function noteLapsed(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  await askRule(deps, await deps.store.transaction((tx) => tx.presence.closeLapsed(now)));
  await deps.store.transaction((tx) => tx.desks.closeLapsed(now));
}

/** Each job in a transaction of its own: whoever holds one job row waits for no other. Asked once more does no harm. */
async function askRule({ store, clock }: Deps, sessions: readonly SessionId[]): Promise<readonly ConversationId[]> {
  if (sessions.length === 0) return [];
  const waiting = await store.transaction((tx) => tx.presence.findWaiting(sessions));
  for (const id of waiting) {
    await store.transaction((tx) =>
      tx.jobs.wake({ kind: "check-continuity", key: id, payload: { conversationId: id }, dueAt: clock.now() }),
    );
  }
  return waiting;
}
