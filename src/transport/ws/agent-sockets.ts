/** The agents' socket (contract/live/agent-frames.ts): watched conversations as they change, and the lines of all lists. */
import type { WebSocket } from "ws";
import { AgentFrame, type ServerToAgentFrame } from "../../../contract/live/agent-frames.ts";
import type { AgentMessage } from "../../../contract/shared.ts";
import { conversationId, type ConversationId, deskId, type Instant, revision } from "../../domain/ids.ts";
import type { Desk as OpenDesk } from "../../ports/sessions/desks.ts";
import type { NewId } from "../../ports/system.ts";
import { keepDesks, noteDeskLeft } from "../../usecases/sessions/note-desks.ts";
import { type AgentIdentity, mayReply } from "../../domain/people/roles.ts";
import type { Bus, Notice } from "../../ports/bus.ts";
import type { AgentQueries } from "../../ports/queries/conversation-queries.ts";
import type { Clock } from "../../ports/system.ts";
import { describeError, type Log } from "../edge/log.ts";
import { audienceOf } from "./change-frames.ts";
import { type Audience, createRooms, type Member, type Rooms } from "./rooms.ts";
import { watchLines } from "./live-lines.ts";
import { sendAway } from "./farewell.ts";
import { ALL, isInTurn, type Turn } from "./turns.ts";
import { trackWork } from "../edge/under-way.ts";
import { readFrames, type Socket, wrap } from "./socket.ts";
import { unreachable } from "../../domain/result.ts";

interface AgentSocketsDeps {
  readonly queries: AgentQueries;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: NewId;
  readonly usecases: Parameters<typeof keepDesks>[0];
  readonly findAgent: (tokenHash: Uint8Array, now: Instant) => Promise<AgentIdentity | null>;
  readonly viewOfPost: (notice: Extract<Notice, { kind: "conversation" }>) => AgentMessage | null;
}

/** Lists are for the eye: four frames a second are as good as four hundred, and cost a hundredth. */
const SUMMARIES_EVERY_MS = 250;

/** A session also ends by itself, and no notice tells of it: its socket outlives it by this at most. */
const RECHECK_EVERY_MS = 60_000;

interface Desk extends OpenDesk {
  agent: AgentIdentity;
  isIdle: boolean;
  readonly socket: Socket;
  readonly watched: Map<ConversationId, Member>;
}

export interface AgentSockets {
  accept(raw: WebSocket, agent: AgentIdentity, tokenHash: Uint8Array): void;
  /** Every page that is open, for the renewal of their leases. */
  openDesks(): readonly OpenDesk[];
  /** Notices may have been missed: read anew what has its turn, and have those pages ask for their lists. */
  catchUpAll(turn: Turn): void;
  /**
   * Takes nobody any more, says goodbye to everybody, spread over so many milliseconds, and answers when nothing of
   * theirs asks the database any more.
   */
  stop(overMs?: number): Promise<void>;
}

export function createAgentSockets(deps: AgentSocketsDeps): AgentSockets {
  const desks = new Map<WebSocket, Desk>();
  const failed = (error: unknown): void => deps.log("error", "agent-socket-failed", describeError(error));
  const work = trackWork(failed);
  const rooms = createRooms(
    agentAudience(deps, () => desks.values().next().value?.agent ?? null),
    work.begin,
  );
  const lines = createLines(deps, () => desks.values(), work.begin);
  const alive = watchLines();
  let isStopping = false;
  const recheckAll = (): void => {
    if (isStopping) return;
    for (const desk of desks.values()) void work.begin(recheck(deps, desk));
  };
  const watch = setInterval(recheckAll, RECHECK_EVERY_MS).unref();
  const unsubscribe = deps.bus.subscribe((notice) => {
    hear(desks, rooms, notice);
    if (desks.size === 0) return;
    if (notice.kind === "settings") recheckAll();
    if (notice.kind === "conversation") lines.changed(notice.id);
    if (notice.kind === "triage") lines.changed(null);
  });
  return {
    accept(raw, agent, tokenHash) {
      raw.on("error", () => raw.terminate());
      if (isStopping) return wrap(raw).refuse("server-stopping");
      const id = deskId(deps.newId());
      const desk: Desk = { id, agent, tokenHash, isIdle: false, socket: wrap(raw), watched: new Map() };
      desks.set(raw, desk);
      void work.begin(keepDesks(deps.usecases, [desk]));
      alive.add(raw);
      raw.on("close", () => {
        desks.delete(raw);
        for (const [conversation, member] of desk.watched) rooms.leave(conversation, member);
        // A restart of the server is not leaving.
        if (!isStopping) void work.begin(noteDeskLeft(deps.usecases, id));
      });
      send(desk.socket, { type: "welcome", now: deps.clock.now() });
      readFrames(raw, AgentFrame, { ...heeding(deps, rooms, desk), begin: work.begin });
    },
    openDesks: () => [...desks.values()],
    catchUpAll(turn) {
      rooms.catchUpAll(turn);
      for (const { id, socket } of desks.values()) if (isInTurn(id, turn)) send(socket, { type: "missed" });
      if (turn === ALL) recheckAll();
    },
    async stop(overMs = 0) {
      isStopping = true;
      clearInterval(watch);
      await sendAway(desks.keys(), overMs);
      unsubscribe();
      rooms.stop();
      lines.stop();
      alive.stop();
      await work.ended();
    },
  };
}

const heeding = (deps: AgentSocketsDeps, rooms: Rooms, desk: Desk) => ({
  atOnce(frame: AgentFrame): boolean {
    if (frame.type === "ping") send(desk.socket, { type: "pong" });
    return frame.type === "ping";
  },
  handle: (frame: AgentFrame) => heed(deps, rooms, desk, frame),
});

function heed(deps: AgentSocketsDeps, rooms: Rooms, desk: Desk, frame: AgentFrame): void | Promise<void> {
  switch (frame.type) {
    case "watch": {
      const id = conversationId(frame.conversationId);
      unwatch(rooms, desk, id);
      const member: Member = { send: (text) => desk.socket.send(text), revision: revision(frame.revision) };
      desk.watched.set(id, member);
      rooms.join(id, member);
      return;
    }
    case "unwatch":
      return unwatch(rooms, desk, conversationId(frame.conversationId));
    case "typing": {
      const { id, name } = desk.agent;
      const who = { kind: "agent", id, name, mayReply: mayReply(desk.agent, "messaging") } as const;
      return deps.bus.publish([{ kind: "typing", id: conversationId(frame.conversationId), who }]);
    }
    case "idle":
      desk.isIdle = frame.idle;
      return keepDesks(deps.usecases, [desk]);
    case "ping":
      // Answered as it came.
      return;
    default:
      return unreachable(frame);
  }
}

function unwatch(rooms: Rooms, desk: Desk, id: ConversationId): void {
  const member = desk.watched.get(id);
  if (member === undefined) return;
  desk.watched.delete(id);
  rooms.leave(id, member);
}

/** The team changed, or somebody signed out: a socket speaks for nobody who may no longer come in. */
async function recheck(deps: AgentSocketsDeps, desk: Desk): Promise<void> {
  const agent = await deps.findAgent(desk.tokenHash, deps.clock.now());
  if (agent === null) desk.socket.refuse("signed-out");
  else desk.agent = agent;
}

function hear(desks: ReadonlyMap<WebSocket, Desk>, rooms: Rooms, notice: Notice): void {
  switch (notice.kind) {
    case "conversation":
      return rooms.hear(notice);
    case "typing": {
      const { id, who } = notice;
      const name = who.kind === "agent" ? who.name : null;
      const frame = print({ type: "typing", conversationId: id, name, kind: who.kind });
      for (const desk of desks.values()) {
        const isOwn = who.kind === "agent" && who.id === desk.agent.id;
        if (desk.watched.has(id) && !isOwn) desk.socket.send(frame);
      }
      return;
    }
    case "settings":
      for (const desk of desks.values()) send(desk.socket, { type: "settings-changed" });
      return;
    case "session-ended":
    case "access-changed":
    case "way-out":
      return;
    case "triage":
      // Its number travels with the lines of the lists.
      return;
    default:
      return unreachable(notice);
  }
}

const agentAudience = (deps: AgentSocketsDeps, anyAgent: () => AgentIdentity | null): Audience =>
  audienceOf<Extract<ServerToAgentFrame, { readonly type: "changes" }>>({
    async read(id, after) {
      const agent = anyAgent();
      return agent === null ? null : await deps.queries.changes(agent, id, after, deps.clock.now());
    },
    viewOfPost: (notice) => deps.viewOfPost(notice),
  });

interface Lines {
  /** Null: only the numbers beside the views. */
  changed(id: ConversationId | null): void;
  stop(): void;
}

/** Collects what changed and sends each agent the new lines of their lists, together. */
function createLines(
  deps: AgentSocketsDeps,
  desks: () => Iterable<Desk>,
  begin: (work: Promise<void>) => Promise<void>,
): Lines {
  const ids = new Set<ConversationId>();
  let timer: NodeJS.Timeout | null = null;
  const flush = async (): Promise<void> => {
    const changed = [...ids];
    ids.clear();
    const conversations = changed.length === 0 ? [] : await deps.queries.summaries(changed);
    const counts = await deps.queries.countsByAgent();
    for (const { agent, socket } of desks()) {
      send(socket, {
        type: "summaries",
        // Unread is for whoever holds it; in the queue for everybody.
        conversations: conversations.map((line) =>
          line.assignee === null || line.assignee.id === agent.id ? line : { ...line, unread: 0 },
        ),
        counts: { ...counts, mine: counts.mine.get(agent.id) ?? 0 },
      });
    }
  };
  return {
    changed(id) {
      if (id !== null) ids.add(id);
      timer ??= setTimeout(() => {
        timer = null;
        void begin(flush());
      }, SUMMARIES_EVERY_MS);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

const print = (frame: ServerToAgentFrame): string => JSON.stringify(frame);
const send = (socket: Socket, frame: ServerToAgentFrame): void => socket.send(print(frame));
