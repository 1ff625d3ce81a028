/** Health: domains that asked us to slow down, why and until when; one may be tried now. */
import type { ReactNode } from "react";
import { type Health, healthApi } from "../../../../contract/health/health.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";
import { useSave } from "../use-settings.ts";

export function SlowedCard({ slowed }: { readonly slowed: Health["slowed"] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const save = useSave();
  return (
    <Card title={t("health.slowed")} lead={t("health.slowed-lead")}>
      {slowed.length === 0 ? (
        <p className="good-text">{t("health.none-slowed")}</p>
      ) : (
        <ul className="rows inside">
          {slowed.map(({ domain, until, step, said, waiting }) => (
            <li key={domain}>
              <span className="row-words">
                <strong>{domain}</strong>
                <span className="quiet-text">
                  {t("health.slowed-until", { at: times.moment(until, now), step, waiting })}
                </span>
                <code className="because">{said}</code>
              </span>
              <button
                type="button"
                className="button"
                aria-label={t("health.try-now-of", { domain })}
                onClick={() => void save(() => call(healthApi.tryDomain, { body: { domain } }))}
              >
                {t("health.try-now")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
