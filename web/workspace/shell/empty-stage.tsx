/** What stands where a conversation will be. */
import type { ReactNode } from "react";
import { Mark } from "../sign-in/gate.tsx";
import { useWords } from "../words-context.tsx";

export function EmptyStage({ queued, onHelp }: { readonly queued: number; readonly onHelp: () => void }): ReactNode {
  const { t } = useWords();
  return (
    <div className="empty-stage">
      <Mark />
      <h2>{queued === 0 ? t("empty.title") : t("empty.queued", { count: queued })}</h2>
      <p>{t("empty.lead")}</p>
      <button type="button" className="button link" onClick={onHelp}>
        {t("shortcuts")}
      </button>
    </div>
  );
}
