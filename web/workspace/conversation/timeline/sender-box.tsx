/** An answer from an address that is not the participant's: agents see it, and decide (product.md §4.6). */
import type { ReactNode } from "react";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import { mayHandle } from "../../../../contract/people/roles.ts";
import { call } from "../../api.ts";
import { Icon } from "../../controls/icons.tsx";
import { useMe } from "../../me-context.tsx";
import { useWords, type WordKey } from "../../words-context.tsx";
import { useAct } from "../use-conversation.ts";

interface Props {
  readonly conversationId: string;
  readonly seq: number;
  readonly sender: string;
  readonly who: string;
  /** The participant's own address; null: none is known. */
  readonly address: string | null;
}

const DECISIONS = ["accept", "show", "triage"] as const;

export function SenderBox({ conversationId, seq, sender, who, address }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const act = useAct(conversationId);
  const isBarred = !mayHandle(me);
  // Anybody can write an address into From: their own one, unproved, is another sender's too.
  const [title, lead]: readonly [WordKey, WordKey] =
    address !== null && sender.toLowerCase() === address.toLowerCase()
      ? ["sender.unproved.title", "sender.unproved.lead"]
      : ["sender.title", "sender.lead"];
  return (
    <div className="sender-box" role="group" aria-label={t(title)}>
      <p>
        <Icon name="warning" />
        <span>
          <strong>{t(title)}</strong> {t(lead, { sender: sender === "" ? t("sender.unknown") : sender, who })}
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
            onClick={() =>
              void act(() =>
                call(conversationApi.decideSender, { params: { id: conversationId, seq }, body: { decision } }),
              )
            }
          >
            {t(`sender.${decision}`, { who })}
          </button>
        ))}
      </div>
    </div>
  );
}
