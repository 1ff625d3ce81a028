/** Health: the relay does not take mail, why and since when; it may be tried now. */
import type { ReactNode } from "react";
import { type Health, healthApi } from "../../../../contract/health/health.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";
import { useSave } from "../use-settings.ts";

/** Nothing where it takes mail. */
export function RelayCard({ relay }: { readonly relay: Health["relay"] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const save = useSave();
  if (relay === null) return null;
  const { since, lastAt, said, waiting } = relay;
  return (
    <Card title={t("health.relay")} lead={t("health.relay-lead")}>
      <ul className="rows inside">
        <li>
          <span className="row-words">
            <strong className="bad-text" role="status">
              {t("health.relay-since", { since: times.moment(since, now), at: times.moment(lastAt, now), waiting })}
            </strong>
            <code className="because">{said}</code>
          </span>
          <button type="button" className="button" onClick={() => void save(() => call(healthApi.tryRelay))}>
            {t("health.try-now")}
          </button>
        </li>
      </ul>
    </Card>
  );
}
