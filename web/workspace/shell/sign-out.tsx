/** Signing out: with a word where something is not sent yet, because it stays in no browser that others use after us. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { Dialog } from "../controls/dialog.tsx";
import { useAllPending, useOutgoing } from "../conversation/composer/outbox-context.tsx";
import { useSignOut } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";

interface SigningOut {
  readonly ask: () => void;
  /** The question, while it is asked. */
  readonly dialog: ReactNode;
}

export function useSigningOut(): SigningOut {
  const cache = useQueryClient();
  const { outbox } = useOutgoing();
  const count = useAllPending().length;
  const signOut = useSignOut();
  const [isAsked, setAsked] = useState(false);
  // All of it was sent while the question stood: it is answered, and not asked again of the next message.
  useEffect(() => {
    if (count === 0) setAsked(false);
  }, [count]);
  const leave = async (): Promise<void> => {
    setAsked(false);
    if (!(await signOut())) return;
    outbox.clear();
    cache.clear();
    location.assign("/workspace/sign-in");
  };
  const close = (): void => setAsked(false);
  return {
    ask: () => (count === 0 ? void leave() : setAsked(true)),
    dialog: isAsked && count > 0 ? <UnsentDialog count={count} onClose={close} onLeave={() => void leave()} /> : null,
  };
}

interface Props {
  readonly count: number;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

function UnsentDialog({ count, onClose, onLeave }: Props): ReactNode {
  const { t } = useWords();
  // Beside the page, not in it: on a phone that is turned the menu may go, and the question with it.
  return createPortal(
    <Dialog title={t("sign-out.unsent", { count })} onClose={onClose}>
      <div className="stack">
        <p>{t("sign-out.unsent-hint", { count })}</p>
        <div className="row end">
          <button type="button" className="button danger" onClick={onLeave}>
            {t("sign-out.discard")}
          </button>
          <button type="button" className="button primary" autoFocus onClick={onClose}>
            {t("sign-out.stay")}
          </button>
        </div>
      </div>
    </Dialog>,
    document.body,
  );
}
