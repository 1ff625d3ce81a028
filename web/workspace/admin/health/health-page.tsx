/** Health: what became of replies this week, jobs that died, the latest deliveries. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Health } from "../../../../contract/health.ts";
import { useNow } from "../../clock.ts";
import { deliveryKey } from "../../conversation/delivery-words.ts";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { loadHealth, retryJob } from "./health-calls.ts";
import { Card, Page, WhenLoaded } from "../page.tsx";
import { SignInsCard } from "./sign-ins-card.tsx";
import { useAdmin, useSave } from "../use-settings.ts";

const NUMBERS = [
  "waited",
  "readOnSite",
  "mailed",
  "answeredByMail",
  "bounced",
] as const satisfies readonly (keyof Health["week"])[];

export function HealthPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("health"), loadHealth);
  return (
    <Page
      trail={["nav.health"]}
      title={t("nav.health")}
      aside={
        <button type="button" className="button" onClick={loaded.reload}>
          {t("health.reload")}
        </button>
      }
    >
      <WhenLoaded of={loaded}>
        {(health) => (
          <>
            <Card title={t("health.week")}>
              <dl className="numbers">
                {NUMBERS.map((name) => (
                  <div key={name}>
                    <dt>{t(`health.${name}`)}</dt>
                    <dd>{t("number", { value: health.week[name] })}</dd>
                  </div>
                ))}
              </dl>
            </Card>
            <SignInsCard signIns={health.signIns} />
            <DeadJobs jobs={health.deadJobs} />
            <Deliveries deliveries={health.deliveries} />
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}

function DeadJobs({ jobs }: { readonly jobs: Health["deadJobs"] }): ReactNode {
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
              <button type="button" className="button" onClick={() => void save(() => retryJob(job.id))}>
                {t("retry")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Deliveries({ deliveries }: { readonly deliveries: Health["deliveries"] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  return (
    <Card title={t("health.deliveries")}>
      {deliveries.length === 0 ? (
        <p className="quiet-text">{t("health.no-deliveries")}</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t("health.deliveries")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("table.when")}</th>
                <th scope="col">{t("table.to")}</th>
                <th scope="col">{t("table.state")}</th>
                <th scope="col">{t("table.conversation")}</th>
              </tr>
            </thead>
            <tbody>
              {deliveries.map((delivery) => (
                <tr key={delivery.id}>
                  <td title={times.exact(delivery.createdAt)}>{times.moment(delivery.createdAt, now)}</td>
                  <td>{delivery.to}</td>
                  <td>
                    <span className={`delivery-state ${delivery.state}`}>
                      {t(deliveryKey(delivery.state), { code: delivery.state })}
                    </span>
                    {delivery.lastReply === null ? null : <code className="because">{delivery.lastReply}</code>}
                  </td>
                  <td>
                    <Link href={`/c/${delivery.conversationId}?view=all`}>{t("table.open")}</Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
