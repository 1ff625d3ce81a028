/** Health: so many new conversations came that strangers were told to wait. */
import type { ReactNode } from "react";
import { useNow } from "../../clock.ts";
import { useWords } from "../../words-context.tsx";
import { Callout } from "../page.tsx";

/** Nothing where it has not happened. */
export function BrakedCard({ at }: { readonly at: number | null }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  if (at === null) return null;
  return (
    <Callout tone="warn" title={t("health.braked")}>
      <p role="status">{t("health.braked-lead", { at: times.moment(at, now) })}</p>
    </Callout>
  );
}
