/** Health: addresses that are mailed no more, with reason and date; an admin may lift one. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { healthApi, type Suppression, type Suppressions } from "../../../../contract/health/health.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { Dialog } from "../../controls/dialog.tsx";
import { TextField } from "../../controls/text-fields.tsx";
import { Trouble } from "../../controls/trouble.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";
import { useSave } from "../use-settings.ts";

export function SuppressionsCard(): ReactNode {
  const { t } = useWords();
  const [find, setFind] = useState("");
  const [lifting, setLifting] = useState<Suppression | null>(null);
  const query = useQuery({
    queryKey: [...keys.admin("health/suppressions"), find.trim()],
    queryFn: () => call(healthApi.findSuppressions, { body: { find: find.trim() } }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  if (query.error !== null) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  const { total, suppressions } = query.data ?? { total: 0, suppressions: [] };
  const isEmpty = find.trim() === "" && total === 0;
  return (
    <Card title={t("health.suppressions")} lead={t("health.suppressions-lead")}>
      {isEmpty ? (
        <p className="good-text">{t("health.none-suppressed")}</p>
      ) : (
        <>
          <TextField label={t("health.find-suppression")} type="search" value={find} onText={setFind} />
          <SuppressionRows suppressions={suppressions} onLift={setLifting} />
          <p className="quiet-text" aria-live="polite">
            {total === 0 ? t("health.none-found") : null}
            {suppressions.length < total ? t("health.newest-of", { shown: suppressions.length, all: total }) : null}
          </p>
        </>
      )}
      {lifting === null ? null : <LiftDialog of={lifting} onClose={() => setLifting(null)} />}
    </Card>
  );
}

interface RowsProps {
  readonly suppressions: Suppressions["suppressions"];
  readonly onLift: (suppression: Suppression) => void;
}

function SuppressionRows({ suppressions, onLift }: RowsProps): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  return (
    <ul className="rows inside">
      {suppressions.map((suppression) => {
        const { address, because, detail, at } = suppression;
        return (
          <li key={address}>
            <span className="row-words">
              <strong>{address}</strong>
              <span className="quiet-text" title={times.exact(at)}>
                {t("suppression.since", { reason: t(`suppression.${because}`), at: times.moment(at, now) })}
              </span>
              {detail === null ? null : <code className="because">{detail}</code>}
            </span>
            <button
              type="button"
              className="button"
              aria-label={t("suppression.lift-button", { address })}
              onClick={() => onLift(suppression)}
            >
              {t("suppression.lift")}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function LiftDialog({
  of: { address, because },
  onClose,
}: {
  readonly of: Suppression;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const onLift = async (): Promise<void> => {
    if (await save(() => call(healthApi.liftSuppression, { body: { address } }))) onClose();
  };
  return (
    <Dialog title={t("suppression.lift-of", { address })} onClose={onClose}>
      <div className="stack">
        <p>{t(`suppression.lift.${because}`)}</p>
        <div className="row end">
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="button" className="button primary" onClick={() => void onLift()}>
            {t("suppression.lift")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
