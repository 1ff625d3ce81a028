/** What the composer of one conversation holds, and what can be done with it. */
import { type RefObject, useRef } from "react";
import { withoutBlankEnds } from "../../../kit/visible.ts";
import { useFileTrays, useTray } from "../../files/file-tray-context.tsx";
import { obstacleIn, type Tray } from "../../files/file-tray.ts";
import { useTypingSign } from "../../live/live-context.tsx";
import type { Held } from "../../live/merge-changes.ts";
import { useMe } from "../../me-context.tsx";
import { useSend } from "./outbox-context.tsx";
import type { Post } from "./outbox.ts";
import { replyChannel, whyNoHandling, whyNoReply } from "../timeline/reply-words.ts";
import { type Draft, useDraft } from "./use-draft.ts";

export interface ComposerHandle {
  readonly focus: (visibility: Draft["visibility"]) => void;
  /** Begins a reply with these words, before what is there. */
  readonly put: (text: string) => void;
}

export interface ComposerState extends Draft, ComposerHandle {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  /** Why this agent may not reply; null: may. */
  readonly barred: ReturnType<typeof whyNoReply>;
  /** May set the status in the same step. */
  readonly maySetStatus: boolean;
  readonly tray: Tray;
  /** Why it cannot be sent as it is, because of a file; null: nothing hinders. */
  readonly obstacle: ReturnType<typeof obstacleIn>;
  /** Neither words nor a file. */
  readonly isBlank: boolean;
  readonly write: (text: string) => void;
  readonly addFiles: (files: readonly File[]) => void;
  readonly removeFile: (key: number) => void;
  readonly retryFile: (key: number) => void;
  readonly dismissProblems: () => void;
  readonly send: (status: Post["status"]) => void;
}

export function useComposer(held: Held): ComposerState {
  const me = useMe();
  const send = useSend();
  const { id } = held.conversation;
  const trays = useFileTrays();
  const tray = useTray(id);
  const area = useRef<HTMLTextAreaElement>(null);
  const sign = useTypingSign(id);
  const { draft, write } = useDraft(id, { text: held.mine.draft, visibility: held.mine.draftVisibility });
  const barred = whyNoReply(me, replyChannel(held.messages));
  const visibility = barred === null ? draft.visibility : "note";
  const text = withoutBlankEnds(draft.text);
  const isBlank = text === "" && tray.files.length === 0;

  return {
    area,
    barred,
    maySetStatus: whyNoHandling(me, held.conversation.status) === null,
    text: draft.text,
    visibility,
    tray,
    obstacle: obstacleIn(tray),
    isBlank,
    write: (written) => {
      write({ text: written, visibility });
      if (visibility === "public") sign();
    },
    focus: (wanted) => {
      if (wanted !== draft.visibility && (wanted === "note" || barred === null)) {
        write({ text: draft.text, visibility: wanted });
      }
      area.current?.focus();
    },
    put: (words) => {
      write({ text: [words, text].filter((part) => part !== "").join("\n\n"), visibility: "public" });
      area.current?.focus();
    },
    addFiles: (files) => trays.add(id, files),
    removeFile: (key) => {
      trays.remove(id, key);
      area.current?.focus();
    },
    retryFile: (key) => trays.retry(key),
    dismissProblems: () => trays.dismissProblems(id),
    send: (status) => {
      if (isBlank || (visibility === "public" && barred !== null)) return;
      const files = trays.take(id);
      if (files === null) return;
      send({ conversationId: id, post: { text, visibility, status }, files });
      write({ text: "", visibility: "public" }, "now");
      area.current?.focus();
    },
  };
}
