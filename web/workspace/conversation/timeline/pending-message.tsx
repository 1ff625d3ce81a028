/** A message that the server has not got yet: on its way, waiting, or refused, with why and what can be done. */
import type { ReactNode } from "react";
import type { Fate, Pending } from "../../../kit/outbox.ts";
import { Icon } from "../../controls/icons.tsx";
import { useFileTrays } from "../../files/file-tray-context.tsx";
import { MessageFiles } from "../../files/message-files.tsx";
import { wordsOf } from "../../refusal-words.ts";
import { useWords } from "../../words-context.tsx";
import { useOutgoing } from "../composer/outbox-context.tsx";
import type { Reply } from "../composer/outbox.ts";

interface Props {
  readonly item: Pending<Reply>;
  /** Gives the words back to the composer. */
  readonly onEdit: (text: string) => void;
}

export function PendingMessage({ item, onEdit }: Props): ReactNode {
  const { t } = useWords();
  const { files } = useOutgoing();
  const { clientId, post, attachments } = item.letter;
  const shown = files.get(clientId) ?? [];
  return (
    <div
      role="group"
      className={`run pending ${post.visibility === "note" ? "note" : "agent"}`}
      aria-label={t("by", { name: t("you") })}
    >
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
            {attachments.length === 0 ? null : (
              <MessageFiles
                files={attachments}
                sourceOf={(id) => shown.find(({ progress }) => progress.attachment.id === id)?.preview ?? null}
              />
            )}
          </div>
          <PendingFate item={item} onEdit={onEdit} />
        </div>
      </div>
    </div>
  );
}

function PendingFate({ item: { letter, fate }, onEdit }: Props): ReactNode {
  const { t } = useWords();
  const { outbox } = useOutgoing();
  const { clientId, refused } = letter;
  const isFileGone = refused?.code === "file-unknown";
  return (
    <p className={`fate ${TONES[fate]}`} role={fate === "refused" ? "alert" : undefined}>
      <Icon name={fate === "refused" ? "warning" : "clock"} />
      <span className="fate-words">{useFateWords(letter, fate)}</span>
      {fate === "sending" ? null : (
        <span className="fate-choices">
          {fate === "waiting" || (fate === "refused" && !isFileGone) ? (
            <button type="button" className="button link" onClick={() => outbox.again(clientId)}>
              {t("retry")}
            </button>
          ) : null}
          <Withdrawal letter={letter} onEdit={onEdit} />
        </span>
      )}
    </p>
  );
}

const TONES: Readonly<Record<Fate, string>> = {
  sending: "waiting",
  waiting: "held",
  behind: "waiting",
  refused: "trouble",
};

function useFateWords({ refused }: Reply, fate: Fate): string {
  const { t } = useWords();
  if (refused === null || fate !== "refused") return t(`pending.${fate}`);
  const why = wordsOf(refused);
  return t("pending.refused", { why: t(why.key, why.args) });
}

interface WithdrawalProps {
  readonly letter: Reply;
  readonly onEdit: (text: string) => void;
}

/** Takes it out of the outbox: back into the composer, or away for good. */
function Withdrawal({ letter, onEdit }: WithdrawalProps): ReactNode {
  const { t } = useWords();
  const { outbox, files } = useOutgoing();
  const trays = useFileTrays();
  const { clientId, conversationId, post, attachments, refused } = letter;
  const given = files.get(clientId) ?? [];
  const isFileGone = refused?.code === "file-unknown";
  // After a reload the page has no bytes of its files: they can go with this message, but into no other.
  const isWhole = given.length === attachments.length;
  const takeOut = (): void => {
    outbox.discard(clientId);
    files.delete(clientId);
  };
  return (
    <>
      {isWhole || isFileGone ? (
        <button
          type="button"
          className="button link"
          onClick={() => {
            takeOut();
            // The page still has what the server has lost: it is sent anew.
            trays.putBack(conversationId, given, isFileGone);
            onEdit(post.text);
          }}
        >
          {t(isFileGone && isWhole ? "files.again" : "edit")}
        </button>
      ) : null}
      <button
        type="button"
        className="button link"
        onClick={() => {
          takeOut();
          trays.forget(given);
        }}
      >
        {t("discard")}
      </button>
    </>
  );
}
