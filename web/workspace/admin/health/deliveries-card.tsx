/** Health: the mails of the last day and those still under way, by state, each with its conversation. */
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import type { Health } from "../../../../contract/health/health.ts";
import { useNow } from "../../clock.ts";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";

type Deliveries = Health["deliveries"];

interface Props {
  readonly byState: Health["dayByState"];
  readonly deliveries: Deliveries;
}

export function DeliveriesCard({ byState, deliveries }: Props): ReactNode {
  const { t } = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  // A state may have emptied since it was chosen.
  const state = byState.find((each) => each.state === chosen)?.state ?? null;
  const all = byState.reduce((sum, { count }) => sum + count, 0);
  const shown = state === null ? deliveries : deliveries.filter((delivery) => delivery.state === state);
  const counted = byState.find((each) => each.state === state)?.count ?? all;
  return (
    <Card title={t("health.deliveries")} lead={t("health.deliveries-lead")}>
      {all === 0 ? (
        <p className="quiet-text">{t("health.no-deliveries")}</p>
      ) : (
        <>
          <div className="state-choices" role="group" aria-label={t("health.by-state")}>
            <StateButton
              words={t("health.all-states")}
              count={all}
              isChosen={state === null}
              onChoose={() => setChosen(null)}
            />
            {byState.map((each) => (
              <StateButton
                key={each.state}
                words={t(`delivery.${each.state}`)}
                count={each.count}
                isChosen={each.state === state}
                onChoose={() => setChosen(each.state)}
              />
            ))}
          </div>
          <DeliveryTable deliveries={shown} />
          {shown.length === counted ? null : (
            <p className="quiet-text">{t("health.newest-of", { shown: shown.length, all: counted })}</p>
          )}
        </>
      )}
    </Card>
  );
}

interface StateProps {
  readonly words: string;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function StateButton({ words, count, isChosen, onChoose }: StateProps): ReactNode {
  const { t } = useWords();
  return (
    <button type="button" className="button" aria-pressed={isChosen} onClick={onChoose}>
      {words} <span className="state-count">{t("number", { value: count })}</span>
    </button>
  );
}

function DeliveryTable({ deliveries }: { readonly deliveries: Deliveries }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  return (
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
                <span className={`delivery-state ${delivery.state}`}>{t(`delivery.${delivery.state}`)}</span>
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
  );
}
