/** Who goes by a schedule, where it stands; and the way for the account to go by it. */
import type { ReactNode } from "react";
import { schedulesApi, type SchedulesView, type ScheduleView } from "../../../../contract/schedules/schedules.ts";
import { call } from "../../api.ts";
import { useWords } from "../../words-context.tsx";
import { Callout } from "../page.tsx";
import { useSave } from "../use-settings.ts";

/** Null is the account, and with it every brand without hours of its own; the rest are names of brands. */
export const goesBy = ({ account, brands }: SchedulesView, id: string): readonly (string | null)[] => [
  ...(account === id ? [null] : []),
  ...brands.flatMap(({ name, hours }) => (hours.kind === "schedule" && hours.id === id ? [name] : [])),
];

interface Props {
  readonly all: SchedulesView;
  readonly schedule: ScheduleView;
}

export function UsedBy({ all, schedule: { id } }: Props): ReactNode {
  const { t, locale } = useWords();
  const save = useSave();
  const used = goesBy(all, id).map((name) => name ?? t("schedules.account"));
  if (used.length > 0) {
    const names = new Intl.ListFormat(locale, { type: "conjunction" }).format(used);
    return <p className="quiet-text">{t("schedules.used-by", { names })}</p>;
  }
  return (
    <Callout tone="info" title={t("schedules.unused")}>
      <p>{t("schedules.unused-lead")}</p>
      <div className="row">
        <button
          type="button"
          className="button"
          onClick={() => void save(() => call(schedulesApi.choose, { body: { account: id, brands: [] } }))}
        >
          {t("schedules.use")}
        </button>
      </div>
    </Callout>
  );
}
