/** One outbox for the whole workspace: what is sent stays sent when another conversation is opened. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { postMessage } from "../../calls.ts";
import { useFileTrays } from "../../files/file-tray-context.tsx";
import { useLinkState } from "../../live/live-context.tsx";
import { catchUp } from "../../live/take-in.ts";
import { type Letter, Outbox, type Pending } from "./outbox.ts";

const OutboxContext = createContext<Outbox | null>(null);

export function OutboxProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const cache = useQueryClient();
  const link = useLinkState();
  const trays = useFileTrays();
  const [outbox] = useState(() => {
    const onSent = async ({ conversationId, files }: Letter): Promise<void> => {
      await catchUp(cache, conversationId);
      trays.forget(files);
    };
    return new Outbox({ send: postMessage, onSent });
  });
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
