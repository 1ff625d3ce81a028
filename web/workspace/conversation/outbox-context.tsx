/** One outbox for the whole workspace: what is sent stays sent when another conversation is opened. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { postMessage } from "../calls.ts";
import { useLinkState } from "../live/live-context.tsx";
import { catchUp } from "../live/take-in.ts";
import { Outbox, type Pending } from "./outbox.ts";

const OutboxContext = createContext<Outbox | null>(null);

export function OutboxProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const cache = useQueryClient();
  const link = useLinkState();
  const [outbox] = useState(() => new Outbox({ send: postMessage, onSent: (id) => catchUp(cache, id) }));
  useEffect(() => {
    if (link === "live") outbox.retryOffline();
  }, [link, outbox]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (outbox === null) throw new Error("useOutbox outside OutboxProvider");
  return outbox;
}

/** What is on its way in one conversation. */
export function usePending(conversationId: string): readonly Pending[] {
  const outbox = useOutbox();
  const all = useSyncExternalStore(outbox.subscribe, outbox.pending);
  return useMemo(() => all.filter((item) => item.conversationId === conversationId), [all, conversationId]);
}
