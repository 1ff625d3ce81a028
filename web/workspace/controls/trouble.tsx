/** Something could not be loaded: why, and the way to try again. */
import type { ReactNode } from "react";
import { refusalWords } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";
import { Icon } from "./icons.tsx";

export function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  const { t } = useWords();
  const { key, args } = refusalWords(error);
  return (
    <div className="trouble-box" role="alert">
      <Icon name="warning" />
      <p>{t(key, args)}</p>
      <button type="button" className="button" onClick={onRetry}>
        {t("retry")}
      </button>
    </div>
  );
}
