/** Health: the database was in trouble, what it said, and the cure. */
import type { ReactNode } from "react";
import type { Health } from "../../../../contract/health/health.ts";
import { useNow } from "../../clock.ts";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";

/** Nothing where it has not happened. */
export function DatabaseCard({ met }: { readonly met: Health["database"] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  if (met === null) return null;
  return (
    <Card title={t("health.database")}>
      <p className="bad-text" role="status">
        {t("health.database-lead", { at: times.moment(met.at, now) })} {t(`health.database-${met.kind}`)}
      </p>
      <code className="because">{met.said}</code>
    </Card>
  );
}
