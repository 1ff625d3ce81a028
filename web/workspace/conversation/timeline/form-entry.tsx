/** The form that asks for an address, and its acknowledgement, as the agent sees them: what was said and what came of it. */
import type { ReactNode } from "react";
import type { AgentMessage, MessageForm } from "../../../../contract/shared.ts";
import { Icon } from "../../controls/icons.tsx";
import { useWords } from "../../words-context.tsx";

interface Props {
  readonly message: AgentMessage;
  readonly form: MessageForm;
  readonly who: string;
}

export function FormEntry({ message, form, who }: Props): ReactNode {
  const { t, times } = useWords();
  const given = { who, address: form.address ?? "", bounced: form.bouncedAddress ?? "" };
  return (
    <div role="group" className="form-entry" aria-label={t("automatic")}>
      <p className="form-state">
        <Icon name="mail" />
        <span>{t(stateKey(form), given)}</span>
        <time dateTime={new Date(message.postedAt).toISOString()} title={times.exact(message.postedAt)}>
          {times.clock(message.postedAt)}
        </time>
      </p>
      {message.text === "" ? null : (
        <p className="form-text" dir="auto">
          {message.text}
        </p>
      )}
    </div>
  );
}

function stateKey(form: MessageForm): FormKey {
  if (form.kind === "acknowledge-email") return "form.acknowledged";
  if (form.state === "open") return form.bouncedAddress === null ? "form.asked" : "form.asked-again";
  return form.state === "answered" ? "form.answered" : "form.dismissed";
}

type FormKey = "form.acknowledged" | "form.asked" | "form.asked-again" | "form.answered" | "form.dismissed";
