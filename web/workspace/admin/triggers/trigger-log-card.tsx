/** What a trigger did, and what it nearly did, newest first. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { triggersApi } from "../../../../contract/triggers/triggers.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Card, WhenLoaded } from "../page.tsx";
import { useAdmin } from "../use-settings.ts";

export function TriggerLogCard({ id }: { readonly id: string }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const loaded = useAdmin([...keys.admin("triggers"), id, "log"], () => call(triggersApi.log, { params: { id } }));
  return (
    <Card title={t("trigger.log")} lead={t("trigger.log-lead")}>
      <WhenLoaded of={loaded}>
        {({ firings }) =>
          firings.length === 0 ? (
            <p className="quiet-text">{t("trigger.log-empty")}</p>
          ) : (
            <div className="table-scroll" tabIndex={0} role="group" aria-label={t("trigger.log")}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t("table.when")}</th>
                    <th scope="col">{t("table.outcome")}</th>
                    <th scope="col">{t("table.conversation")}</th>
                  </tr>
                </thead>
                <tbody>
                  {firings.map((firing) => (
                    <tr key={`${firing.conversationId} ${firing.at}`}>
                      <td title={times.exact(firing.at)}>{times.moment(firing.at, now)}</td>
                      <td>
                        {t(`outcome.${firing.outcome}`)}
                        {firing.because === null ? null : <code className="because">{firing.because}</code>}
                      </td>
                      <td>
                        <Link href={`/c/${firing.conversationId}?view=all`}>{t("table.open")}</Link>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </WhenLoaded>
    </Card>
  );
}
