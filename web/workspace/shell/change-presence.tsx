/** Online, away, offline. Who goes offline with conversations in hand is offered to give them back: whoever writes there waits. */
import { type ReactNode, useState } from "react";
import { createPortal } from "react-dom";
import type { AgentPresence } from "../../../contract/people/account.ts";
import { Dialog } from "../controls/dialog.tsx";
import { useChangeMe } from "../me-context.tsx";
import { useCounts } from "../queue/use-list.ts";
import { useWords } from "../words-context.tsx";

interface ChangingPresence {
  readonly change: (presence: AgentPresence) => void;
  /** The question, while it is asked. */
  readonly dialog: ReactNode;
}

export function useChangePresence(): ChangingPresence {
  const change = useChangeMe();
  const held = useCounts()?.mine ?? 0;
  const [isAsked, setAsked] = useState(false);
  const goOffline = (handBack: boolean): void => {
    setAsked(false);
    change({ presence: "offline", handBack });
  };
  return {
    change: (presence) => (presence === "offline" && held > 0 ? setAsked(true) : change({ presence })),
    dialog: isAsked ? <OfflineDialog count={held} onClose={() => setAsked(false)} onChoose={goOffline} /> : null,
  };
}

interface Props {
  /** How many are held. */
  readonly count: number;
  readonly onClose: () => void;
  readonly onChoose: (handBack: boolean) => void;
}

function OfflineDialog({ count, onClose, onChoose }: Props): ReactNode {
  const { t } = useWords();
  // Beside the page, not in it: on a phone that is turned the menu may go, and the question with it.
  return createPortal(
    <Dialog title={t("offline.held", { count })} onClose={onClose}>
      <div className="stack">
        <p>{t("offline.held-hint")}</p>
        <div className="row end">
          <button type="button" className="button" onClick={() => onChoose(false)}>
            {t("offline.keep", { count })}
          </button>
          <button type="button" className="button primary" autoFocus onClick={() => onChoose(true)}>
            {t("offline.hand-back")}
          </button>
        </div>
      </div>
    </Dialog>,
    document.body,
  );
}
