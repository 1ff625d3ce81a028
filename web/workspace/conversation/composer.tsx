/** Where the agent writes: always plain whether it is a reply or a note, and where a reply will go. */
import { type ReactNode, type Ref, useImperativeHandle, useRef } from "react";
import { MAX_MESSAGE_CHARS } from "../../../contract/shared.ts";
import { serverNow } from "../clock.ts";
import { Icon } from "../controls/icons.tsx";
import { useTypingSign } from "../live/live-context.tsx";
import type { Held } from "../live/merge-changes.ts";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";
import { useOutbox } from "./outbox-context.tsx";
import type { Post } from "./outbox.ts";
import { destinationOf, replyChannel, whyNoHandling, whyNoReply } from "./reply-words.ts";
import { SendButtons } from "./send-buttons.tsx";
import { type Draft, useDraft } from "./use-draft.ts";

export interface ComposerHandle {
  readonly focus: (visibility: Draft["visibility"]) => void;
  /** Begins a reply with these words, before what is there. */
  readonly put: (text: string) => void;
}

interface Props {
  readonly held: Held;
  readonly who: string;
  readonly ref: Ref<ComposerHandle>;
}

export function Composer({ held, who, ref }: Props): ReactNode {
  const { t } = useWords();
  const { status } = held.conversation;
  const composer = useComposer(held);
  const { visibility } = composer;
  useImperativeHandle(ref, () => ({ focus: composer.focus, put: composer.put }));
  if (status === "closed") return <p className="composer-closed">{t("composer.closed", { who })}</p>;
  return (
    <form
      className={`composer ${visibility}`}
      aria-label={t("composer")}
      onSubmit={(event) => {
        event.preventDefault();
        composer.send(null);
      }}
    >
      <ModeTabs
        visibility={visibility}
        barred={composer.barred === null ? null : t(composer.barred)}
        onChange={composer.focus}
      />
      <textarea
        ref={composer.area}
        className="composer-text"
        dir="auto"
        rows={3}
        value={composer.text}
        maxLength={MAX_MESSAGE_CHARS}
        aria-label={t(visibility === "note" ? "composer.note-label" : "composer.reply-label", { who })}
        placeholder={t(visibility === "note" ? "composer.note-placeholder" : "composer.reply-placeholder", { who })}
        onChange={(event) => composer.write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          composer.send(null);
        }}
      />
      <div className="composer-foot">
        <DestinationLine held={held} who={who} visibility={visibility} />
        <SendButtons
          maySetStatus={composer.maySetStatus}
          isNote={visibility === "note"}
          isBlank={composer.text.trim() === ""}
          onSend={composer.send}
        />
      </div>
    </form>
  );
}

interface ComposerState extends Draft, ComposerHandle {
  readonly area: Ref<HTMLTextAreaElement>;
  /** Why this agent may not reply; null: may. */
  readonly barred: ReturnType<typeof whyNoReply>;
  /** May set the status in the same step. */
  readonly maySetStatus: boolean;
  readonly write: (text: string) => void;
  readonly send: (status: Post["status"]) => void;
}

function useComposer(held: Held): ComposerState {
  const me = useMe();
  const outbox = useOutbox();
  const { id } = held.conversation;
  const area = useRef<HTMLTextAreaElement>(null);
  const sign = useTypingSign(id);
  const { draft, write } = useDraft(id, { text: held.mine.draft, visibility: held.mine.draftVisibility });
  const barred = whyNoReply(me, replyChannel(held.messages));
  const visibility = barred === null ? draft.visibility : "note";

  return {
    area,
    barred,
    maySetStatus: whyNoHandling(me, held.conversation.status) === null,
    text: draft.text,
    visibility,
    write: (text) => {
      write({ text, visibility });
      if (visibility === "public") sign();
    },
    focus: (wanted) => {
      if (wanted !== draft.visibility && (wanted === "note" || barred === null)) {
        write({ text: draft.text, visibility: wanted });
      }
      area.current?.focus();
    },
    put: (text) => {
      write({ text: draft.text.trim() === "" ? text : `${text}\n\n${draft.text}`, visibility: "public" });
      area.current?.focus();
    },
    send: (status) => {
      const text = draft.text.trim();
      if (text === "" || (visibility === "public" && barred !== null)) return;
      outbox.post(id, { clientId: crypto.randomUUID(), text, visibility, status }, serverNow());
      write({ text: "", visibility: "public" }, "now");
      area.current?.focus();
    },
  };
}

interface ModeProps {
  readonly visibility: Draft["visibility"];
  readonly barred: string | null;
  readonly onChange: (visibility: Draft["visibility"]) => void;
}

function ModeTabs({ visibility, barred, onChange }: ModeProps): ReactNode {
  const { t } = useWords();
  return (
    <div className="modes" role="group" aria-label={t("composer.mode")}>
      <button
        type="button"
        className="mode"
        aria-pressed={visibility === "public"}
        aria-disabled={barred !== null || undefined}
        onClick={() => {
          if (barred === null) onChange("public");
        }}
      >
        <Icon name="chat" /> {t("composer.reply")}
      </button>
      <button type="button" className="mode" aria-pressed={visibility === "note"} onClick={() => onChange("note")}>
        <Icon name="note" /> {t("composer.note")}
      </button>
      {barred === null ? null : <span className="mode-barred">{barred}</span>}
    </div>
  );
}

interface DestinationProps {
  readonly held: Held;
  readonly who: string;
  readonly visibility: Draft["visibility"];
}

function DestinationLine({ held, who, visibility }: DestinationProps): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const { conversation, messages } = held;
  const { continuityOn } = me.account;
  const { key, texts } = destinationOf({ conversation, channel: replyChannel(messages), continuityOn, who });
  return (
    <p className="destination" aria-live="polite">
      {visibility === "note" ? t("goes.note") : t(key, texts)}
    </p>
  );
}
