/** Asks before one's own message is deleted: there is no way back. */
import type { ReactNode } from "react";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import { call } from "../../api.ts";
import { Dialog } from "../../controls/dialog.tsx";
import { useWords } from "../../words-context.tsx";
import { useAct } from "../use-conversation.ts";

interface Props {
  readonly conversationId: string;
  readonly seq: number;
  readonly onDone: () => void;
}

export function MessageDelete({ conversationId, seq, onDone }: Props): ReactNode {
  const { t } = useWords();
  const act = useAct(conversationId);
  return (
    <Dialog title={t("delete.ask")} onClose={onDone}>
      <div className="stack">
        <p>{t("delete.what")}</p>
        <div className="row end">
          <button type="button" className="button" autoFocus onClick={onDone}>
            {t("cancel")}
          </button>
          <button
            type="button"
            className="button danger"
            onClick={() => {
              onDone();
              void act(() => call(conversationApi.delete, { params: { id: conversationId, seq } }));
            }}
          >
            {t("delete")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
