/** The trays of the whole workspace: what was added to a message stays with it when another conversation is opened. */
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { useLinkState } from "../live/live-context.tsx";
import { FileTrays, type Tray } from "./file-tray.ts";
import { dropFile, uploadFile } from "./upload.ts";

const TraysContext = createContext<FileTrays | null>(null);

export function FileTraysProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const link = useLinkState();
  const [trays] = useState(() => new FileTrays({ send: uploadFile, drop: dropFile }));
  useEffect(() => {
    if (link === "live") trays.retryOffline();
  }, [link, trays]);
  return <TraysContext value={trays}>{children}</TraysContext>;
}

export function useFileTrays(): FileTrays {
  const trays = useContext(TraysContext);
  if (trays === null) throw new Error("useFileTrays outside FileTraysProvider");
  return trays;
}

/** What is in one conversation's tray. */
export function useTray(conversationId: string): Tray {
  const trays = useFileTrays();
  return useSyncExternalStore(trays.subscribe, () => trays.of(conversationId));
}
