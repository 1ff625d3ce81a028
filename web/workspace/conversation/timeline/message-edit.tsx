/** Changes one's own message before it has left; where it has meanwhile, says so and offers to correct it instead. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import { MAX_MESSAGE_CHARS, type AgentMessage } from "../../../../contract/shared.ts";
import { useQueryClient } from "@tanstack/react-query";
import { call, refusalOf, type Refused } from "../../api.ts";
import { useGrowing } from "../../controls/use-growing.ts";
import { MessageFiles } from "../../files/message-files.tsx";
import { catchUp } from "../../live/take-in.ts";
import { refusalWords } from "../../refusal-words.ts";
import { useWords } from "../../words-context.tsx";

interface Props {
  readonly conversationId: string;
  readonly message: AgentMessage;
  readonly onDone: () => void;
  readonly onCorrect: (text: string) => void;
}

export function MessageEdit(props: Props): ReactNode {
  const { onDone, onCorrect } = props;
  const { t } = useWords();
  const [text, setText] = useState(props.message.text);
  const { refusal, save } = useSave(props, text);
  const field = useRef<HTMLTextAreaElement>(null);
  useGrowing(field, text);
  useOpenEdit(props.conversationId, props.message.seq);
  const words = refusal === null ? null : refusalWords(refusal);
  return (
    <form
      className="message-edit"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        ref={field}
        value={text}
        dir="auto"
        autoFocus
        maxLength={MAX_MESSAGE_CHARS}
        aria-label={t("edit.label")}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
        }}
      />
      {props.message.attachments.length === 0 ? null : <MessageFiles files={props.message.attachments} />}
      {words === null ? null : (
        <p className="complaint" role="alert">
          {t(words.key, words.args)}
        </p>
      )}
      <div className="row end">
        <button type="button" className="button quiet" onClick={onDone}>
          {t("cancel")}
        </button>
        {refusal?.code === "already-mailed" ? (
          <button
            type="button"
            className="button primary"
            onClick={() => {
              onCorrect(text);
              onDone();
            }}
          >
            {t("correct")}
          </button>
        ) : (
          <button type="submit" className="button primary" disabled={text.trim() === ""}>
            {t("save")}
          </button>
        )}
      </div>
    </form>
  );
}

function useSave(props: Props, text: string): { readonly refusal: Refused | null; readonly save: () => Promise<void> } {
  const { conversationId, message, onDone } = props;
  const cache = useQueryClient();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const save = async (): Promise<void> => {
    if (text.trim() === "") return;
    try {
      if (text !== message.text)
        await call(conversationApi.edit, { params: { id: conversationId, seq: message.seq }, body: { text } });
      onDone();
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    await catchUp(cache, conversationId);
  };
  return { refusal, save };
}

/** While it stands open no mail takes the message along. Where the server cannot be told, saving says what became of it. */
function useOpenEdit(id: string, seq: number): void {
  useEffect(() => {
    const tell = (isOpen: boolean): void =>
      void call(conversationApi.editing, { params: { id, seq }, body: { isOpen } }).catch(() => undefined);
    tell(true);
    return () => tell(false);
  }, [id, seq]);
}
