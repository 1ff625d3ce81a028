/** Health: work that failed too often and waits for somebody to look. */
import type { ReactNode } from "react";
import { type Health, healthApi } from "../../../../contract/health/health.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";
import { useSave } from "../use-settings.ts";

export function DeadJobsCard({ jobs }: { readonly jobs: Health["deadJobs"] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const save = useSave();
  return (
    <Card title={t("health.dead")} lead={t("health.dead-lead")}>
      {jobs.length === 0 ? (
        <p className="good-text">{t("health.none-dead")}</p>
      ) : (
        <ul className="rows inside">
          {jobs.map((job) => (
            <li key={job.id}>
              <span className="row-words">
                <strong>{job.kind}</strong>
                <span className="quiet-text">
                  {t("health.died", { at: times.moment(job.diedAt, now), attempts: job.attempts })}
                </span>
                <code className="because">{job.error}</code>
              </span>
              <button
                type="button"
                className="button"
                onClick={() => void save(() => call(healthApi.retryJob, { params: { id: job.id } }))}
              >
                {t("retry")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
