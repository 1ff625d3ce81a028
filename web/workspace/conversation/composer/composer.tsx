/** Where the agent writes: always plain whether it is a reply or a note, and where a reply will go. */
import { type ReactNode, type Ref, useImperativeHandle } from "react";
import { MAX_MESSAGE_CHARS } from "../../../../contract/shared.ts";
import { Icon } from "../../controls/icons.tsx";
import { filesOf } from "../../../ui/incoming-files.ts";
import { ClipButton } from "../../files/clip-button.tsx";
import { TrayView } from "../../files/tray-view.tsx";
import type { Held } from "../../live/merge-changes.ts";
import { useMe } from "../../me-context.tsx";
import { useWords } from "../../words-context.tsx";
import { useGrowing } from "../../controls/use-growing.ts";
import { destinationOf, isByMailAlone, isMailed, replyChannel } from "../timeline/reply-words.ts";
import { SendButtons } from "./send-buttons.tsx";
import { type ComposerHandle, type ComposerState, useComposer } from "./use-composer.ts";
import type { Draft } from "./use-draft.ts";

interface Props {
  readonly held: Held;
  readonly who: string;
  readonly ref: Ref<ComposerHandle>;
}

export function Composer({ held, who, ref }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const { conversation, messages } = held;
  const composer = useComposer(held);
  const { visibility } = composer;
  useImperativeHandle(ref, () => ({ focus: composer.focus, put: composer.put }));
  if (conversation.status === "closed") return <p className="composer-closed">{t("composer.closed", { who })}</p>;
  const { continuityOn } = me.account;
  const goes = destinationOf({
    conversation,
    channel: replyChannel(messages),
    byMailAlone: isByMailAlone(messages),
    continuityOn,
    who,
  });
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
      <WritingArea composer={composer} who={who} />
      <TrayView
        tray={composer.tray}
        mayBeMailed={visibility === "public" && isMailed(goes)}
        onRemove={composer.removeFile}
        onRetry={composer.retryFile}
        onDismiss={composer.dismissProblems}
      />
      <div className="composer-foot">
        <ClipButton onFiles={composer.addFiles} />
        <p className={composer.obstacle === null ? "destination" : "destination obstacle"} aria-live="polite">
          {composer.obstacle !== null
            ? t(composer.obstacle)
            : visibility === "note"
              ? t("goes.note")
              : t(goes.key, goes.texts)}
        </p>
        <SendButtons
          maySetStatus={composer.maySetStatus}
          isNote={visibility === "note"}
          isBarred={composer.isBlank || composer.obstacle !== null}
          onSend={composer.send}
        />
      </div>
    </form>
  );
}

interface AreaProps {
  readonly composer: ComposerState;
  readonly who: string;
}

function WritingArea({ composer, who }: AreaProps): ReactNode {
  const { t } = useWords();
  const isNote = composer.visibility === "note";
  useGrowing(composer.area, composer.text);
  return (
    <textarea
      ref={composer.area}
      className="composer-text"
      dir="auto"
      rows={3}
      value={composer.text}
      maxLength={MAX_MESSAGE_CHARS}
      aria-label={t(isNote ? "composer.note-label" : "composer.reply-label", { who })}
      placeholder={t(isNote ? "composer.note-placeholder" : "composer.reply-placeholder", { who })}
      onChange={(event) => composer.write(event.currentTarget.value)}
      onPaste={(event) => {
        const files = filesOf(event.clipboardData);
        if (files.length === 0) return;
        event.preventDefault();
        composer.addFiles(files);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        composer.send(null);
      }}
    />
  );
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
