/**
 * Which conversations a widget's socket follows, and how. What a browser began is its own for good, so one read serves all
 * who follow it. What a link opened may be taken back at any moment, and may show less; what a site has signed ends with the
 * key: there each change is read for that socket alone, so that a lost notice shows nothing to anybody (ADR 0022, 0027).
 */
import type { ServerToWidgetFrame } from "../../../contract/live/widget-frames.ts";
import type { WidgetConversation } from "../../../contract/conversation/widget-conversations.ts";
import type { WidgetMessage } from "../../../contract/shared.ts";
import { type ConnectionId, conversationId, type ConversationId, revision } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Notice } from "../../ports/bus.ts";
import type { WidgetQueries } from "../../ports/queries/conversation-queries.ts";
import type { Clock } from "../../ports/system.ts";
import { audienceOf } from "./change-frames.ts";
import type { Audience, Member, Rooms } from "./rooms.ts";
import type { Socket } from "./socket.ts";

/** A widget that has said who it is. */
export interface Connection {
  readonly id: ConnectionId;
  /** As it said hello: what it may open is judged anew, with `asOfNow`. */
  readonly principal: WidgetPrincipal;
  readonly socket: Socket;
  readonly joined: Map<ConversationId, Member>;
  /** Of each conversation, what the socket was last told of all that changes without it (`toldOf`). */
  told: ReadonlyMap<string, string>;
  /** It has been told what there is, and follows it. */
  isWelcome: boolean;
}

/** What following needs. */
export interface MembersDeps {
  readonly queries: WidgetQueries;
  readonly clock: Clock;
  /** The message of a post as an end user sees it; null: they do not. */
  readonly viewOfPost: (notice: Extract<Notice, { kind: "conversation" }>) => WidgetMessage | null;
}

interface Joining {
  readonly id: string;
  /** By link alone. */
  readonly joined: boolean;
  /** The revision that the browser knows. */
  readonly known: number;
}

/** From now on the socket hears of this conversation; nothing where it does already. */
export function join(deps: MembersDeps, rooms: Rooms, connection: Connection, joining: Joining): void {
  const id = conversationId(joining.id);
  if (connection.joined.has(id)) return;
  const { socket, principal } = connection;
  const audience = audienceFor(deps, (read) => read(asOfNow(deps, principal)));
  const member: Member = {
    send: (text) => socket.send(text),
    revision: revision(joining.known),
    ...(joining.joined || principal.isByLink || principal.isSigned
      ? { guard: { load: (after) => audience.load(id, after), lost: () => socket.refuse("access-changed") } }
      : {}),
  };
  connection.joined.set(id, member);
  rooms.join(id, member);
}

/** Whether mail gets out, and a workspace is open. */
const toldOf = ({ mailLeaves, deliveredUpTo }: WidgetConversation): string => `${mailLeaves} ${deliveredUpTo}`;

/** Says what there is; whoever hears it twice takes what is new in it. */
export function welcome(
  { clock }: Pick<MembersDeps, "clock">,
  connection: Connection,
  conversations: readonly WidgetConversation[],
): void {
  connection.told = new Map(conversations.map((each) => [each.id, toldOf(each)]));
  const frame: ServerToWidgetFrame = { type: "welcome", now: clock.now(), conversations: [...conversations] };
  connection.socket.send(JSON.stringify(frame));
}

/**
 * Conversations that began, or that a link opened, while nothing could be heard, are followed. `isNews`: no conversation has
 * changed, and something is said of them all the same; where a lost notice should have told so, it is found here.
 */
export async function tellMissed(
  deps: MembersDeps,
  rooms: Rooms,
  connection: Connection,
  isNews = false,
): Promise<void> {
  const conversations = await deps.queries.list(asOfNow(deps, connection.principal));
  if (!connection.socket.isOpen() || conversations.length === 0) return;
  const { told } = connection;
  const isOther = conversations.some((each) => (told.get(each.id) ?? toldOf(each)) !== toldOf(each));
  if (isNews || isOther) welcome(deps, connection, conversations);
  for (const conversation of conversations) join(deps, rooms, connection, { ...conversation, known: 0 });
}

/** News for everybody, one after the other: they do not all ask at once. Asked for again meanwhile, it begins anew. */
export function tellEverybody(
  deps: MembersDeps,
  rooms: Rooms,
  connections: ReadonlySet<Connection>,
): () => Promise<void> {
  let rounds = 0;
  return async () => {
    const mine = (rounds += 1);
    for (const connection of connections) {
      if (mine !== rounds) return;
      if (connection.isWelcome) await tellMissed(deps, rooms, connection, true);
    }
  };
}

/** A conversation that has just begun: the sockets of those who may open it follow it. */
export async function joinNew(
  deps: MembersDeps,
  { connections, rooms }: { readonly connections: ReadonlySet<Connection>; readonly rooms: Rooms },
  id: ConversationId,
): Promise<void> {
  const sessions = await deps.queries.sessionsOf(id, deps.clock.now());
  for (const connection of connections) {
    const theirs = sessions.get(connection.principal.sessionId);
    if (theirs !== undefined && connection.socket.isOpen()) join(deps, rooms, connection, { id, ...theirs, known: 0 });
  }
}

/** Whether a socket that follows a conversation still may; asked only where that can have changed. */
export const stillOpens = async ({ guard, revision: known }: Member): Promise<boolean> =>
  guard === undefined || (await guard.load(known)) !== null;

/** The reads of those who share one: made for the first of them whose session has not ended meanwhile. */
export function sharedAudience(deps: MembersDeps, connections: ReadonlySet<Connection>): Audience {
  return audienceFor(deps, async (read, id) => {
    for (const { joined, principal, socket } of connections) {
      const member = joined.get(id);
      if (member === undefined || member.guard !== undefined) continue;
      const changes = await read(asOfNow(deps, principal));
      if (changes !== null) return changes;
      socket.refuse("access-changed");
    }
    return null;
  });
}

type Changes = Awaited<ReturnType<WidgetQueries["changes"]>>;
type Read = (principal: WidgetPrincipal) => Promise<Changes>;

const audienceFor = (deps: MembersDeps, choose: (read: Read, id: ConversationId) => Promise<Changes>): Audience =>
  audienceOf<Extract<ServerToWidgetFrame, { readonly type: "changes" }>>({
    read: (id, after) => choose((principal) => deps.queries.changes(principal, id, after), id),
    viewOfPost: (notice) => deps.viewOfPost(notice),
  });

/** What a session opens now. */
const asOfNow = ({ clock }: MembersDeps, principal: WidgetPrincipal): WidgetPrincipal => ({
  ...principal,
  asOf: clock.now(),
});
