/** The lines that a site's owner puts into their pages. */
import { type ReactNode, useId } from "react";
import { Icon } from "../controls/icons.tsx";
import { useNotices } from "../controls/notices.tsx";
import { useWords } from "../words-context.tsx";

export function SnippetField({ snippet }: { readonly snippet: string }): ReactNode {
  const { t } = useWords();
  const { say } = useNotices();
  const id = useId();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(snippet);
      say(t("messaging.copied"));
    } catch {
      say(t("messaging.copy-by-hand"));
    }
  };
  return (
    <div className="field">
      <div className="row snippet-head">
        <span id={id} className="field-title">
          {t("messaging.snippet")}
        </span>
        <button type="button" className="button" onClick={() => void copy()}>
          <Icon name="copy" /> {t("messaging.copy")}
        </button>
      </div>
      <pre className="snippet" tabIndex={0} role="group" aria-labelledby={id}>
        <code>{snippet}</code>
      </pre>
      <p className="hint">{t("messaging.snippet-hint")}</p>
    </div>
  );
}
