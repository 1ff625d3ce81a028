/** Above the queue of an agent who could take from it and is not online: the way to change that. */
import type { ReactNode } from "react";
import { useChangeMe, useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";

export function OffDutyHint(): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const change = useChangeMe();
  if (me.presence === "online" || !me.chatAccess) return null;
  return (
    <p className="off-duty">
      <span>{t(`off-duty.${me.presence}`)}</span>
      <button type="button" className="button" onClick={() => change({ presence: "online" })}>
        {t("off-duty.go-online")}
      </button>
    </p>
  );
}
