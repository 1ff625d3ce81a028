/** One message: its text, what was cut from it, what may be done with it, and its fate. */
import { type ReactNode, useState } from "react";
import type { AgentMessage } from "../../../../contract/shared.ts";
import { MessageFiles } from "../../files/message-files.tsx";
import type { Held } from "../../live/merge-changes.ts";
import { OriginalMailButton } from "../../triage/original-mail.tsx";
import { useWords } from "../../words-context.tsx";
import { FateLine } from "../fate/fate-line.tsx";
import { FormattedText } from "./formatted-text.tsx";
import { LinkedText } from "./linked-text.tsx";
import { MessageDelete } from "./message-delete.tsx";
import { MessageEdit } from "./message-edit.tsx";
import { SenderBox } from "./sender-box.tsx";
import { IconButton } from "../../controls/icon-button.tsx";

interface Props {
  readonly message: AgentMessage;
  readonly held: Held;
  readonly who: string;
  readonly isOwn: boolean;
  readonly onCorrect: (text: string) => void;
}

export function MessageView({ message, held, who, isOwn, onCorrect }: Props): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const { conversation } = held;
  const mayChange = isOwn && message.deletedAt === null && !hasLeft(message) && conversation.status !== "closed";
  return (
    <div className="message">
      {isEditing ? (
        <MessageEdit
          conversationId={conversation.id}
          message={message}
          onDone={() => setEditing(false)}
          onCorrect={onCorrect}
        />
      ) : (
        <div className="bubble-line">
          <div className="bubble-stack">
            <Bubble message={message} />
            {message.attachments.length === 0 ? null : <MessageFiles files={message.attachments} />}
          </div>
          {mayChange ? (
            <MessageActions conversationId={conversation.id} seq={message.seq} onEdit={() => setEditing(true)} />
          ) : null}
          {message.inboundMailId === null ? null : (
            <div className="message-actions">
              <OriginalMailButton id={message.inboundMailId} />
            </div>
          )}
        </div>
      )}
      {message.copiedTo.length === 0 ? null : <CopiedTo people={message.copiedTo} />}
      {message.anotherSender === null || message.deletedAt !== null ? null : (
        <SenderBox
          conversationId={conversation.id}
          seq={message.seq}
          sender={message.anotherSender}
          who={who}
          address={conversation.address?.email ?? null}
        />
      )}
      <FateLine message={message} conversation={conversation} who={who} isOwn={isOwn} onCorrect={onCorrect} />
    </div>
  );
}

/** Who else got the mail. We never write to them. */
function CopiedTo({ people }: { readonly people: readonly string[] }): ReactNode {
  const { t } = useWords();
  return (
    <p className="copied-to" title={t("copied-to.hint")}>
      {t("copied-to")}{" "}
      {people.map((each, at) => (
        <span key={each}>
          {at === 0 ? null : ", "}
          <bdi>{each}</bdi>
        </span>
      ))}
    </p>
  );
}

/** Out by e-mail: it can be corrected by a new one, not changed. */
const hasLeft = ({ fate }: AgentMessage): boolean =>
  fate !== null && (fate.mailedAt !== null || ["mailed", "bounced", "answered"].includes(fate.name));

function Bubble({ message }: { readonly message: AgentMessage }): ReactNode {
  const { t, times } = useWords();
  if (message.deletedAt !== null) {
    // What was another sender's cannot be deleted: it went to triage.
    return (
      <p className="bubble deleted">{t(message.anotherSender === null ? "message.deleted" : "sender.taken-out")}</p>
    );
  }
  // Files without a word stand for themselves.
  if (message.text === "" && message.cut === null && message.attachments.length > 0) return null;
  return (
    <div className="bubble">
      {message.text === "" ? null : (
        <div className="bubble-text" dir="auto">
          {message.author.kind === "agent" ? <FormattedText text={message.text} /> : <LinkedText text={message.text} />}
        </div>
      )}
      {message.editedAt === null ? null : (
        <span className="edited" title={times.exact(message.editedAt)}>
          {t("message.edited", { at: times.clock(message.editedAt) })}
        </span>
      )}
      {message.cut === null ? null : (
        <details className="cut">
          <summary>{t("cut.show")}</summary>
          <div className="cut-text" dir="auto">
            {message.cut}
          </div>
        </details>
      )}
    </div>
  );
}

interface ActionsProps {
  readonly conversationId: string;
  readonly seq: number;
  readonly onEdit: () => void;
}

function MessageActions({ conversationId, seq, onEdit }: ActionsProps): ReactNode {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="message-actions">
      <IconButton icon="pencil" label={t("edit")} onClick={onEdit} />
      <IconButton icon="bin" label={t("delete")} onClick={() => setAsking(true)} />
      {isAsking ? <MessageDelete conversationId={conversationId} seq={seq} onDone={() => setAsking(false)} /> : null}
    </div>
  );
}
