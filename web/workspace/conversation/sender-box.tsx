/** An answer from an address that is not the participant's: agents see it, and decide (PRODUCT.md §4 *another sender*). */
import type { ReactNode } from "react";
import { decideSender } from "../calls.ts";
import { Icon } from "../controls/icons.tsx";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";
import { useAct } from "./use-conversation.ts";

interface Props {
  readonly conversationId: string;
  readonly seq: number;
  readonly sender: string;
  readonly who: string;
}

const DECISIONS = ["accept", "show", "triage"] as const;

export function SenderBox({ conversationId, seq, sender, who }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const act = useAct(conversationId);
  const isBarred = me.role === "light-agent";
  return (
    <div className="sender-box" role="group" aria-label={t("sender.title")}>
      <p>
        <Icon name="warning" />
        <span>
          <strong>{t("sender.title")}</strong>{" "}
          {t("sender.lead", { sender: sender === "" ? t("sender.unknown") : sender, who })}
        </span>
      </p>
      <div className="row">
        {DECISIONS.map((decision) => (
          <button
            key={decision}
            type="button"
            className="button"
            disabled={isBarred}
            title={isBarred ? t("barred.light-agent") : t(`sender.${decision}.hint`, { who })}
            onClick={() => void act(() => decideSender(conversationId, seq, { decision }))}
          >
            {t(`sender.${decision}`, { who })}
          </button>
        ))}
      </div>
    </div>
  );
}
