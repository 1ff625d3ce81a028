/** Send, and beside it: send and set the status in one step. */
import { SETTABLE_STATUSES } from "../../../../contract/shared.ts";
import type { ReactNode } from "react";
import { Menu, type MenuItem } from "../../controls/menu.tsx";
import { useWords } from "../../words-context.tsx";
import type { Post } from "./outbox.ts";

/** The key of the machine that the agent sits at. */
export const CONTROL_KEY = navigator.userAgent.includes("Mac") ? "⌘" : "Ctrl";

interface Props {
  readonly isNote: boolean;
  /** There is nothing to send, or not yet. */
  readonly isBarred: boolean;
  readonly maySetStatus: boolean;
  /** Null: leave the status. */
  readonly onSend: (status: Post["status"]) => void;
}

export function SendButtons({ isNote, isBarred, maySetStatus, onSend }: Props): ReactNode {
  const { t } = useWords();
  const items = SETTABLE_STATUSES.map((status): MenuItem => ({
    id: status,
    label: t(isNote ? "send.note-as" : "send.as", { status: t(`status.${status}`) }),
    hint: t(`status.${status}.hint`),
    dot: `status-${status}`,
    onChoose: () => onSend(status),
  }));
  return (
    <div className="send">
      <span className="send-keys" aria-hidden="true">
        <kbd>{CONTROL_KEY}</kbd> <kbd>Enter</kbd>
      </span>
      <div className="split">
        <button type="submit" className="button primary" disabled={isBarred} aria-keyshortcuts="Control+Enter">
          {t(isNote ? "send.note" : "send")}
        </button>
        {maySetStatus ? (
          <Menu
            items={items}
            opens="up-end"
            className="button primary"
            label={t("send.with-status")}
            disabled={isBarred}
          >
            {null}
          </Menu>
        ) : null}
      </div>
    </div>
  );
}
