/** A message on its way; where it could not be sent, why, and what to do. */
import type { ReactNode } from "react";
import { Icon } from "../controls/icons.tsx";
import { refusalWords } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";
import { useOutbox } from "./outbox-context.tsx";
import type { Pending } from "./outbox.ts";

interface Props {
  readonly item: Pending;
  /** Gives the words back to the composer. */
  readonly onEdit: (text: string) => void;
}

export function PendingMessage({ item, onEdit }: Props): ReactNode {
  const { t } = useWords();
  const outbox = useOutbox();
  const { post, refusal } = item;
  const isNote = post.visibility === "note";
  const words = refusal === null ? null : refusalWords(refusal);
  return (
    <div role="group" className={`run pending ${isNote ? "note" : "agent"}`} aria-label={t("by", { name: t("you") })}>
      <div className="run-body">
        <div className="message">
          <div className="bubble">
            <div className="bubble-text" dir="auto">
              {post.text}
            </div>
          </div>
          {words === null ? (
            <p className="fate waiting">
              <Icon name="clock" />
              <span className="fate-words">{t("pending.sending")}</span>
            </p>
          ) : (
            <p className="fate trouble" role="alert">
              <Icon name="warning" />
              <span className="fate-words">{t("pending.failed", { why: t(words.key, words.args) })}</span>
              <button type="button" className="button link" onClick={() => outbox.retry(post.clientId)}>
                {t("retry")}
              </button>
              <button
                type="button"
                className="button link"
                onClick={() => {
                  outbox.discard(post.clientId);
                  onEdit(post.text);
                }}
              >
                {t("edit")}
              </button>
            </p>
          )}
        </div>
      </div>
    </div>
  );
}
