/** Health: what became of replies this week, what stands in the way of mail, jobs that died, the mails of the last day. */
import type { ReactNode } from "react";
import { type Health, healthApi } from "../../../../contract/health/health.ts";
import { call } from "../../api.ts";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { NoRelay } from "../no-relay.tsx";
import { Card, Page, WhenLoaded } from "../page.tsx";
import { useAdmin } from "../use-settings.ts";
import { BrakedCard } from "./braked-card.tsx";
import { ClockCard } from "./clock-card.tsx";
import { DatabaseCard } from "./database-card.tsx";
import { DeadJobsCard } from "./dead-jobs-card.tsx";
import { DeliveriesCard } from "./deliveries-card.tsx";
import { RelayCard } from "./relay-card.tsx";
import { SignInsCard } from "./sign-ins-card.tsx";
import { SlowedCard } from "./slowed-card.tsx";
import { SuppressionsCard } from "./suppressions-card.tsx";

const NUMBERS = [
  "waited",
  "readOnSite",
  "mailed",
  "answeredByMail",
  "bounced",
] as const satisfies readonly (keyof Health["week"])[];

export function HealthPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("health"), () => call(healthApi.read));
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
            {health.hasRelay ? null : <NoRelay />}
            <DatabaseCard met={health.database} />
            <ClockCard ahead={health.clockAhead} />
            <RelayCard relay={health.relay} />
            <BrakedCard at={health.brakedAt} />
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
            <SlowedCard slowed={health.slowed} />
            <DeadJobsCard jobs={health.deadJobs} />
            <DeliveriesCard byState={health.dayByState} deliveries={health.deliveries} />
            <SuppressionsCard />
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}
