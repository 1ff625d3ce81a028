/** One outbox for the whole workspace: what is sent stays sent when another conversation is opened, or the tab is closed. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import type { Outbox, Pending } from "../../../kit/outbox.ts";
import { aloneAmongTabs } from "../../../ui/alone-among-tabs.ts";
import { browserClock } from "../../../ui/browser-clock.ts";
import { call } from "../../api.ts";
import { useFileTrays } from "../../files/file-tray-context.tsx";
import type { FileTrays, ReadyFile } from "../../files/file-tray.ts";
import { useLinkState } from "../../live/live-context.tsx";
import type { Held } from "../../live/merge-changes.ts";
import { catchUp } from "../../live/take-in.ts";
import { useMe } from "../../me-context.tsx";
import { isSignedInHere } from "../../signed-in-here.ts";
import { openReplies, outboxPrefix, type Post, type Reply } from "./outbox.ts";

interface Outgoing {
  readonly outbox: Outbox<Reply>;
  /** The files of what this page has sent, with their bytes and pictures, by client id. After a reload there are none. */
  readonly files: Map<string, readonly ReadyFile[]>;
}

const OutboxContext = createContext<Outgoing | null>(null);

/** For one agent: give it the agent's id as its key. */
export function OutboxProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { id } = useMe();
  const cache = useQueryClient();
  const link = useLinkState();
  const trays = useFileTrays();
  const [outgoing] = useState(() => makeOutgoing(id, cache, trays));
  const { outbox } = outgoing;
  useEffect(() => {
    if (link === "live") outbox.flush();
  }, [link, outbox]);
  useEffect(() => {
    const forget = cache.getQueryCache().subscribe(({ type, query }) => {
      if (type !== "updated" || query.queryKey[0] !== "conversation" || outbox.pending().length === 0) return;
      const held = cache.getQueryData<Held>(query.queryKey);
      if (held !== undefined) outbox.confirmed(held.messages.map((message) => message.clientId));
    });
    const hear = ({ key }: StorageEvent): void => {
      // Null: everything was cleared.
      if (key === null || key.startsWith(outboxPrefix(id))) outbox.flush();
    };
    window.addEventListener("storage", hear);
    outbox.flush();
    return () => {
      forget();
      window.removeEventListener("storage", hear);
      outbox.stop();
    };
  }, [cache, id, outbox]);
  return <OutboxContext value={outgoing}>{children}</OutboxContext>;
}

function makeOutgoing(agentId: string, cache: QueryClient, trays: FileTrays): Outgoing {
  const files = new Map<string, readonly ReadyFile[]>();
  const outbox = openReplies({
    agentId,
    drawer: () => localStorage,
    alone: aloneAmongTabs,
    clock: browserClock,
    post: (conversation, body) => call(conversationApi.post, { params: { id: conversation }, body }),
    isSignedIn: () => isSignedInHere(agentId),
    sent: async ({ clientId, conversationId }) => {
      await catchUp(cache, conversationId).catch(() => undefined);
      trays.forget(files.get(clientId) ?? []);
      files.delete(clientId);
    },
  });
  return { outbox, files };
}

/** A reply or a note that was just written in this conversation, with its files. */
interface Written {
  readonly conversationId: string;
  readonly post: Omit<Post, "clientId" | "attachments">;
  readonly files: readonly ReadyFile[];
}

/** Sends what was written: it is kept first, and leaves in its turn. */
export function useSend(): (written: Written) => void {
  const { outbox, files: kept } = useOutgoing();
  return ({ conversationId, post, files }) => {
    const clientId = crypto.randomUUID();
    const attachments = files.map(({ progress }) => progress.attachment);
    kept.set(clientId, files);
    outbox.write((writtenAt) => ({
      clientId,
      conversationId,
      writtenAt,
      post: { ...post, clientId, attachments: attachments.map(({ id }) => id) },
      attachments,
      refused: null,
    }));
  };
}

export function useOutgoing(): Outgoing {
  const outgoing = useContext(OutboxContext);
  if (outgoing === null) throw new Error("useOutgoing outside OutboxProvider");
  return outgoing;
}

/** What waits in all conversations. */
export function useAllPending(): readonly Pending<Reply>[] {
  const { outbox } = useOutgoing();
  return useSyncExternalStore(outbox.subscribe, outbox.pending);
}

/** What waits in one conversation. */
export function usePending(conversationId: string): readonly Pending<Reply>[] {
  const all = useAllPending();
  return useMemo(() => all.filter(({ letter }) => letter.conversationId === conversationId), [all, conversationId]);
}
