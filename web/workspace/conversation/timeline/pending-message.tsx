/** A message on its way; where it could not be sent, why, and what to do. */
import type { ReactNode } from "react";
import { Icon } from "../../controls/icons.tsx";
import { useFileTrays } from "../../files/file-tray-context.tsx";
import { MessageFiles } from "../../files/message-files.tsx";
import { refusalWords } from "../../refusal-words.ts";
import { useWords } from "../../words-context.tsx";
import { useOutbox } from "../composer/outbox-context.tsx";
import type { Pending } from "../composer/outbox.ts";

interface Props {
  readonly item: Pending;
  /** Gives the words back to the composer. */
  readonly onEdit: (text: string) => void;
}

export function PendingMessage({ item, onEdit }: Props): ReactNode {
  const { t } = useWords();
  const { post, files } = item;
  const isNote = post.visibility === "note";
  return (
    <div role="group" className={`run pending ${isNote ? "note" : "agent"}`} aria-label={t("by", { name: t("you") })}>
      <div className="run-body">
        <div className="message">
          <div className="bubble-stack">
            {post.text === "" ? null : (
              <div className="bubble">
                <div className="bubble-text" dir="auto">
                  {post.text}
                </div>
              </div>
            )}
            {files.length === 0 ? null : (
              <MessageFiles
                files={files.map(({ upload }) => upload.attachment)}
                sourceOf={(id) => files.find(({ upload }) => upload.attachment.id === id)?.preview ?? null}
              />
            )}
          </div>
          <PendingFate item={item} onEdit={onEdit} />
        </div>
      </div>
    </div>
  );
}

function PendingFate({ item, onEdit }: Props): ReactNode {
  const { t } = useWords();
  const outbox = useOutbox();
  const trays = useFileTrays();
  const { conversationId, post, files, refusal } = item;
  if (refusal === null) {
    return (
      <p className="fate waiting">
        <Icon name="clock" />
        <span className="fate-words">{t("pending.sending")}</span>
      </p>
    );
  }
  const words = refusalWords(refusal);
  const isFileGone = refusal.code === "file-unknown";
  return (
    <p className="fate trouble" role="alert">
      <Icon name="warning" />
      <span className="fate-words">{t("pending.failed", { why: t(words.key, words.args) })}</span>
      {isFileGone ? null : (
        <button type="button" className="button link" onClick={() => outbox.retry(post.clientId)}>
          {t("retry")}
        </button>
      )}
      <button
        type="button"
        className="button link"
        onClick={() => {
          outbox.discard(post.clientId);
          // The page still has what the server has lost: it is sent anew.
          trays.putBack(conversationId, files, isFileGone);
          onEdit(post.text);
        }}
      >
        {t(isFileGone ? "files.again" : "edit")}
      </button>
    </p>
  );
}
