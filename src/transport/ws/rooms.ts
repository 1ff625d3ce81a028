/**
 * Who listens to which conversation in this process, and how each is kept up to date. Truth is the revision in the
 * database: a member remembers the last one it was sent, and whoever is behind is caught up by a read. Only where a post
 * of this process is exactly the next revision is it handed on without asking the database.
 */
import type { ConversationId, Revision } from "../../domain/ids.ts";
import type { Notice } from "../../ports/bus.ts";
import { isInTurn, type Turn } from "./turns.ts";
import type { UnderWay } from "../edge/under-way.ts";

/** What a catch-up read gave; `frame` prints it for whoever is at `after`. */
interface CaughtUp {
  readonly revision: Revision;
  frame(after: Revision): string;
}

export interface Audience {
  /** Everything after `after`, for this audience; null: the conversation is gone or may not be seen. */
  load(id: ConversationId, after: Revision): Promise<CaughtUp | null>;
  /** The frame of a single post; null: this audience must not see it, but its revision counts. */
  frameOfPost(notice: PostNotice): string | null;
}

export type PostNotice = Extract<Notice, { kind: "conversation" }> & {
  readonly post: NonNullable<Extract<Notice, { kind: "conversation" }>["post"]>;
};

export interface Member {
  readonly send: (frame: string) => void;
  revision: Revision;
  /** Of a member that may lose the conversation at any moment: it is handed nothing, and each change is read for it alone. */
  readonly guard?: {
    load(after: Revision): Promise<CaughtUp | null>;
    /** It may not see the conversation any more. */
    lost(): void;
  };
}

interface Room {
  readonly members: Set<Member>;
  isLoading: boolean;
  isStale: boolean;
}

export interface Rooms {
  join(id: ConversationId, member: Member): void;
  leave(id: ConversationId, member: Member): void;
  has(id: ConversationId): boolean;
  members(id: ConversationId): Iterable<Member>;
  hear(notice: Extract<Notice, { kind: "conversation" }>): void;
  /** Notices may have been missed: read anew what has its turn. */
  catchUpAll(turn: Turn): void;
  /** From here on nothing is read any more; what is being read was begun, and is waited for there. */
  stop(): void;
}

/** A read that failed is tried again after this: nobody may be left behind until the next change. */
const RETRY_AFTER_MS = 1_000;

/** `begin`: whoever stops this process waits for the reads that it is given. */
export function createRooms(
  audience: Audience,
  begin: UnderWay["begin"],
  retryAfterMs: number = RETRY_AFTER_MS,
): Rooms {
  const rooms = new Map<ConversationId, Room>();
  let isStopped = false;
  const catchUp = (id: ConversationId, room: Room): void => {
    room.isStale = true;
    if (room.isLoading || isStopped) return;
    room.isLoading = true;
    const again = (): void => {
      room.isLoading = false;
      if (room.isStale && room.members.size > 0) catchUp(id, room);
    };
    const read = async (): Promise<void> => {
      try {
        await refresh(audience, id, room);
      } catch (error) {
        room.isStale = true;
        setTimeout(again, retryAfterMs).unref();
        throw error;
      }
      again();
    };
    // Several changes while one read is under way need one more read, not several.
    void begin(read());
  };
  return {
    join(id, member) {
      const room = rooms.get(id) ?? { members: new Set(), isLoading: false, isStale: false };
      rooms.set(id, room);
      room.members.add(member);
      catchUp(id, room);
    },
    leave(id, member) {
      const room = rooms.get(id);
      room?.members.delete(member);
      if (room?.members.size === 0) rooms.delete(id);
    },
    has: (id) => rooms.has(id),
    members: (id) => rooms.get(id)?.members ?? [],
    hear(notice) {
      const room = rooms.get(notice.id);
      if (room === undefined) return;
      if (handOn(audience, room, notice)) return;
      catchUp(notice.id, room);
    },
    catchUpAll(turn) {
      for (const [id, room] of rooms) if (isInTurn(id, turn)) catchUp(id, room);
    },
    stop() {
      isStopped = true;
    },
  };
}

/** True where every member is up to date afterwards. */
function handOn(audience: Audience, room: Room, notice: Extract<Notice, { kind: "conversation" }>): boolean {
  const { post, ...rest } = notice;
  if (post === undefined) return false;
  const frame = audience.frameOfPost({ ...rest, post });
  let isEveryoneThere = true;
  for (const member of room.members) {
    if (member.guard === undefined && member.revision >= notice.revision) continue;
    if (member.guard !== undefined || member.revision !== notice.revision - 1) {
      isEveryoneThere = false;
      continue;
    }
    member.revision = notice.revision;
    if (frame !== null) member.send(frame);
  }
  return isEveryoneThere;
}

async function refresh(audience: Audience, id: ConversationId, room: Room): Promise<void> {
  room.isStale = false;
  const members = [...room.members];
  await Promise.all([
    refreshShared(audience, id, members.filter(isShared)),
    ...members.filter((member) => !isShared(member)).map(refreshGuarded),
  ]);
}

const isShared = (member: Member): boolean => member.guard === undefined;

async function refreshGuarded(member: Member): Promise<void> {
  const caughtUp = (await member.guard?.load(member.revision)) ?? null;
  if (caughtUp === null) member.guard?.lost();
  else bring(member, caughtUp);
}

async function refreshShared(audience: Audience, id: ConversationId, members: readonly Member[]): Promise<void> {
  const behind = members.reduce<Revision | null>(
    (lowest, member) => (lowest === null || member.revision < lowest ? member.revision : lowest),
    null,
  );
  if (behind === null) return;
  const caughtUp = await audience.load(id, behind);
  if (caughtUp === null) return;
  for (const member of members) bring(member, caughtUp);
}

function bring(member: Member, caughtUp: CaughtUp): void {
  if (member.revision >= caughtUp.revision) return;
  const after = member.revision;
  member.revision = caughtUp.revision;
  member.send(caughtUp.frame(after));
}
