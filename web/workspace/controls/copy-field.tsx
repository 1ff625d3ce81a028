/** Text that is to be put somewhere else, as it is. */
import { type ReactNode, useId } from "react";
import { useWords } from "../words-context.tsx";
import { Icon } from "./icons.tsx";
import { useNotices } from "./notices.tsx";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
}

export function CopyField({ label, value, hint }: Props): ReactNode {
  const { t } = useWords();
  const { say } = useNotices();
  const id = useId();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      say(t("messaging.copied"));
    } catch {
      say(t("messaging.copy-by-hand"));
    }
  };
  return (
    <div className="field">
      <div className="row snippet-head">
        <span id={id} className="field-title">
          {label}
        </span>
        <button
          type="button"
          className="button"
          aria-label={t("copy-field.copy.of", { label })}
          onClick={() => void copy()}
        >
          <Icon name="copy" /> {t("messaging.copy")}
        </button>
      </div>
      <pre className="snippet" tabIndex={0} role="group" aria-labelledby={id}>
        <code>{value}</code>
      </pre>
      {hint === undefined ? null : <p className="hint">{hint}</p>}
    </div>
  );
}
