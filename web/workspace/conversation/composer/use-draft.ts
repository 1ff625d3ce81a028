/** The agent's own draft of one conversation: kept on the server, so it is there on every device. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import { call } from "../../api.ts";
import { keys } from "../../live/keys.ts";
import type { Held } from "../../live/merge-changes.ts";

export interface Draft {
  readonly text: string;
  readonly visibility: "public" | "note";
}

const SAVED_AFTER_MS = 700;

interface DraftState {
  readonly draft: Draft;
  /** `now`: at once, because the composer was emptied by sending. */
  readonly write: (draft: Draft, when?: "soon" | "now") => void;
}

export function useDraft(id: string, kept: Draft): DraftState {
  const cache = useQueryClient();
  const [draft, setDraft] = useState(kept);
  const unsaved = useRef<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    const next = unsaved.current;
    if (next === null) return;
    unsaved.current = null;
    cache.setQueryData<Held>(keys.conversation(id), (held) =>
      held === undefined
        ? held
        : { ...held, mine: { ...held.mine, draft: next.text, draftVisibility: next.visibility } },
    );
    // Not saved is tried again with the next letter, or when the composer is left.
    call(conversationApi.saveDraft, { params: { id }, body: next, keepalive: true }).catch(() => {
      unsaved.current ??= next;
    });
  }, [cache, id]);

  const write = useCallback(
    (next: Draft, when: "soon" | "now" = "soon") => {
      setDraft(next);
      unsaved.current = next;
      clearTimeout(timer.current);
      if (when === "now") save();
      else timer.current = setTimeout(save, SAVED_AFTER_MS);
    },
    [save],
  );

  useEffect(() => {
    window.addEventListener("pagehide", save);
    return () => {
      window.removeEventListener("pagehide", save);
      save();
    };
  }, [save]);

  return { draft, write };
}
