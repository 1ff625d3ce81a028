/** Said wherever an admin expects mail to leave: there is no way out. */
import type { ReactNode } from "react";
import { useWords } from "../words-context.tsx";
import { Callout } from "./page.tsx";

export function NoRelay(): ReactNode {
  const { t } = useWords();
  return (
    <Callout tone="bad" title={t("no-relay")}>
      <p>{t("no-relay.hint")}</p>
    </Callout>
  );
}
