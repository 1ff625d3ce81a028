/** The lines that a site's owner puts into their pages. */
import type { ReactNode } from "react";
import { CopyField } from "../../controls/copy-field.tsx";
import { useWords } from "../../words-context.tsx";

export function SnippetField({ snippet }: { readonly snippet: string }): ReactNode {
  const { t } = useWords();
  return <CopyField label={t("messaging.snippet")} value={snippet} hint={t("messaging.snippet-hint")} />;
}
