/** A link for one team member, shown this once. */
import type { ReactNode } from "react";
import type { HandedLink as Link } from "../../../../contract/passwords/passwords.ts";
import { CopyField } from "../../controls/copy-field.tsx";
import { useWords } from "../../words-context.tsx";

/** `name`: whose it is. */
export function HandedLink({ name, link }: { readonly name: string; readonly link: Link }): ReactNode {
  const { t, times } = useWords();
  return (
    <CopyField
      label={t("reset-link.link")}
      value={link.url}
      hint={t("reset-link.hint", { name, until: times.exact(link.expiresAt) })}
    />
  );
}
