/** Health: a machine's clock is not where the database's is. */
import type { ReactNode } from "react";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";

const MINUTE_MS = 60_000;

/** Nothing where all are right. */
export function ClockCard({ ahead }: { readonly ahead: number | null }): ReactNode {
  const { t } = useWords();
  if (ahead === null) return null;
  const minutes = Math.round(Math.abs(ahead) / MINUTE_MS);
  return (
    <Card title={t("health.clock")}>
      <p className="bad-text" role="status">
        {t(ahead > 0 ? "health.clock-ahead" : "health.clock-behind", { minutes })}
      </p>
      <p className="hint">{t("health.clock-cure")}</p>
    </Card>
  );
}
