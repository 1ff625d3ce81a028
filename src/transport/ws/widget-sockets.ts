/** The widget's socket (contract/live/widget-frames.ts): history after a gap, new messages, seen and attention, presence. */
import type { WebSocket } from "ws";
import { type ServerToWidgetFrame, WidgetFrame } from "../../../contract/live/widget-frames.ts";
import {
  type AgentId,
  connectionId,
  type ConnectionId,
  type ConversationId,
  type SessionId,
} from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Bus, Notice } from "../../ports/bus.ts";
import type { NewId } from "../../ports/system.ts";
import type { markRead } from "../../usecases/conversation/mark-read.ts";
import { noteConnected, noteLeft } from "../../usecases/sessions/note-presence.ts";
import { describeError, type Log } from "../edge/log.ts";
import { heedSaid } from "../edge/widget-said.ts";
import { createRooms, type Member, type Rooms } from "./rooms.ts";
import {
  type Connection,
  join,
  joinNew,
  type MembersDeps,
  sharedAudience,
  stillOpens,
  tellEverybody,
  tellMissed,
  welcome,
} from "./widget-members.ts";
import { watchLines } from "./live-lines.ts";
import { sendAway } from "./farewell.ts";
import { isInTurn, type Turn } from "./turns.ts";
import { trackWork } from "../edge/under-way.ts";
import { readFrames, type Socket, wrap } from "./socket.ts";
import { unreachable } from "../../domain/result.ts";

interface WidgetSocketsDeps extends MembersDeps {
  readonly usecases: Parameters<typeof markRead>[0];
  readonly bus: Bus;
  readonly newId: NewId;
  readonly log: Log;
  readonly findSession: (token: string) => Promise<WidgetPrincipal | null>;
}

/** As many tabs of a shop as a browser shows by their icons; each is a row, and reads every change. */
export const SOCKETS_A_SESSION = 20;
/** Nobody needs longer to say who they are. */
const HELLO_WITHIN_MS = 10_000;

export interface WidgetSockets {
  accept(raw: WebSocket): void;
  /** Every live connection, for the renewal of their leases. */
  connectionIds(): readonly ConnectionId[];
  /** Notices may have been missed: read anew what has its turn. */
  catchUpAll(turn: Turn): void;
  /**
   * Takes nobody any more, says goodbye to everybody, spread over so many milliseconds, and answers when nothing of
   * theirs asks the database any more.
   */
  stop(overMs?: number): Promise<void>;
}

export function createWidgetSockets(deps: WidgetSocketsDeps): WidgetSockets {
  const connections = new Set<Connection>();
  const raws = new Set<WebSocket>();
  const failed = (error: unknown): void => deps.log("error", "widget-socket-failed", describeError(error));
  const work = trackWork(failed);
  const rooms = createRooms(sharedAudience(deps, connections), work.begin);
  const hearing = { connections, rooms, begin: work.begin, tellAll: tellEverybody(deps, rooms, connections) };
  const unsubscribe = deps.bus.subscribe((notice) => hear(deps, hearing, notice));
  const lines = watchLines();
  let isStopping = false;
  return {
    accept(raw) {
      raw.on("error", () => raw.terminate());
      if (isStopping) return wrap(raw).refuse("server-stopping");
      raws.add(raw);
      lines.add(raw);
      const guest: Guest = { raw, connection: null };
      const timer = setTimeout(() => guest.connection ?? wrap(raw).refuse("bad-frame"), HELLO_WITHIN_MS);
      raw.on("close", () => {
        clearTimeout(timer);
        raws.delete(raw);
        const { connection } = guest;
        if (connection === null) return;
        connections.delete(connection);
        for (const [id, member] of connection.joined) rooms.leave(id, member);
        // A restart of the server is not leaving: its sockets lapse, or come back within the lease.
        if (!isStopping) void work.begin(noteLeft(deps.usecases, connection.id));
      });
      readFrames(raw, WidgetFrame, {
        atOnce: (frame) => frame.type === "ping" && guest.connection !== null && pong(guest.connection.socket),
        async handle(frame) {
          if (frame.type === "hello") {
            await hello(deps, { guest, connections, rooms }, frame);
          } else if (guest.connection === null) {
            wrap(raw).refuse("bad-frame");
          } else {
            await heed(deps, guest.connection, frame);
          }
        },
        begin: work.begin,
      });
    },
    connectionIds: () => [...connections].map((connection) => connection.id),
    catchUpAll(turn) {
      if (isStopping) return;
      rooms.catchUpAll(turn);
      for (const connection of connections)
        if (connection.isWelcome && isInTurn(connection.id, turn)) void work.begin(tellMissed(deps, rooms, connection));
    },
    async stop(overMs = 0) {
      isStopping = true;
      await sendAway(raws, overMs);
      unsubscribe();
      rooms.stop();
      lines.stop();
      await work.ended();
    },
  };
}

/** Whoever is at the other end of a socket; `connection` null: they have not said who they are. */
interface Guest {
  readonly raw: WebSocket;
  connection: Connection | null;
}

interface Greeting {
  readonly guest: Guest;
  readonly connections: Set<Connection>;
  readonly rooms: Rooms;
}

type Hello = Extract<WidgetFrame, { type: "hello" }>;

async function hello(deps: WidgetSocketsDeps, greeting: Greeting, frame: Hello): Promise<void> {
  const { guest, rooms } = greeting;
  const socket = wrap(guest.raw);
  const principal = await deps.findSession(frame.token);
  if (principal === null) return socket.refuse("session-unknown");
  // A socket speaks for one session, or what it may read would depend on who said hello first.
  const isAnother = guest.connection !== null && guest.connection.principal.sessionId !== principal.sessionId;
  if (isAnother) return socket.refuse("bad-frame");
  if (guest.connection === null && isCrowded(greeting.connections, principal)) return socket.refuse("rate-limited");
  const connection = guest.connection ?? (await open(deps, greeting, principal));
  const conversations = connection === null ? [] : await deps.queries.list(principal);
  // Whoever hung up in the meantime has left every room already.
  if (connection === null || guest.raw.readyState !== guest.raw.OPEN) return;
  welcome(deps, connection, conversations);
  for (const conversation of conversations) {
    const known = frame.revisions[conversation.id] ?? conversation.revision;
    join(deps, rooms, connection, { ...conversation, known });
  }
  connection.isWelcome = true;
}

const isCrowded = (connections: ReadonlySet<Connection>, { sessionId }: WidgetPrincipal): boolean =>
  [...connections].filter(({ principal }) => principal.sessionId === sessionId).length >= SOCKETS_A_SESSION;

/** Null: the socket closed while it was being written down. From here on its end is a departure. */
async function open(
  deps: WidgetSocketsDeps,
  { guest, connections }: Greeting,
  principal: WidgetPrincipal,
): Promise<Connection | null> {
  const { raw } = guest;
  const connection: Connection = {
    id: connectionId(deps.newId()),
    principal,
    socket: wrap(raw),
    joined: new Map<ConversationId, Member>(),
    told: new Map(),
    isWelcome: false,
  };
  await noteConnected(deps.usecases, { id: connection.id, sessionId: principal.sessionId });
  // Those who said hello at the same moment were not there yet.
  if (isCrowded(connections, principal)) wrap(raw).refuse("rate-limited");
  if (raw.readyState !== raw.OPEN) {
    await noteLeft(deps.usecases, connection.id);
    return null;
  }
  guest.connection = connection;
  connections.add(connection);
  return connection;
}

function pong(socket: Socket): true {
  send(socket, { type: "pong" });
  return true;
}

async function heed(
  deps: WidgetSocketsDeps,
  connection: Connection,
  frame: Exclude<WidgetFrame, { type: "hello" }>,
): Promise<void> {
  if (frame.type === "ping") return send(connection.socket, { type: "pong" });
  const mayOpen = async (id: ConversationId): Promise<boolean> => {
    const member = connection.joined.get(id);
    return member !== undefined && stillOpens(member);
  };
  return heedSaid({ usecases: deps.usecases, bus: deps.bus, mayOpen }, connection.principal, frame);
}

interface Hearing {
  readonly connections: ReadonlySet<Connection>;
  readonly rooms: Rooms;
  readonly begin: (work: Promise<void>) => Promise<void>;
  readonly tellAll: () => Promise<void>;
}

function hear(deps: WidgetSocketsDeps, { connections, rooms, begin, tellAll }: Hearing, notice: Notice): void {
  switch (notice.kind) {
    case "typing":
      if (notice.who.kind === "agent" && notice.who.mayReply)
        void begin(tellTyping(deps, { rooms, begin }, notice.id, notice.who.id));
      return;
    case "session-ended":
      return refuseSession(connections, notice.id, "session-unknown");
    case "access-changed":
      return refuseSession(connections, notice.id, "access-changed");
    case "conversation":
      rooms.hear(isReply(notice) ? toBeRead(notice) : notice);
      // A conversation that has just begun is in no room yet: its other tabs learn of it here.
      if (notice.revision === 1) void begin(joinNew(deps, { connections, rooms }, notice.id));
      return;
    case "way-out":
      return void begin(tellAll());
    case "settings":
    case "triage":
      return;
    default:
      return unreachable(notice);
  }
}

function refuseSession(
  connections: ReadonlySet<Connection>,
  id: SessionId,
  code: "session-unknown" | "access-changed",
): void {
  for (const { principal, socket } of connections) if (principal.sessionId === id) socket.refuse(code);
}

type Change = Extract<Notice, { kind: "conversation" }>;

/** How an agent is shown is the brand's to say, and may be another now: a reply is read, never handed on. */
const isReply = ({ post }: Change): boolean =>
  post?.message.author.kind === "agent" && post.message.visibility === "public";

const toBeRead = ({ kind, id, revision }: Change): Change => ({ kind, id, revision });

async function tellTyping(
  { queries }: Pick<WidgetSocketsDeps, "queries">,
  { rooms, begin }: Pick<Hearing, "rooms" | "begin">,
  ...[id, agent]: [ConversationId, AgentId]
): Promise<void> {
  if (!rooms.has(id)) return;
  const frame = print({ type: "typing", conversationId: id, name: await queries.shownAs(id, agent) });
  const tell = async (member: Member): Promise<void> => {
    if (await stillOpens(member)) member.send(frame);
  };
  for (const member of rooms.members(id)) void begin(tell(member));
}

const print = (frame: ServerToWidgetFrame): string => JSON.stringify(frame);
const send = (socket: Socket, frame: ServerToWidgetFrame): void => socket.send(print(frame));
