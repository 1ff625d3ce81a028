/** What a visitor would read at any hour, if the form were saved. */
import { type ReactNode, useState } from "react";
import type { ScheduleSettings } from "../../../../contract/schedules/schedules.ts";
import { TextField } from "../../controls/text-fields.tsx";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";
import { minuteOf } from "./hours-text.ts";
import { useStanding, useStandingWords } from "./standing.ts";

interface Props {
  readonly times: Omit<ScheduleSettings, "name">;
  readonly today: string;
}

export function VisitorCard({ times, today }: Props): ReactNode {
  const { t } = useWords();
  const { visitor } = useStandingWords();
  const [date, setDate] = useState(today);
  const [time, setTime] = useState("20:00");
  const standing = useStanding({ ...times, at: { date: date || today, minute: minuteOf(time, false) ?? 0 } });
  return (
    <Card title={t("schedule.reads")} lead={t("schedule.reads-lead", { zone: times.timeZone })}>
      <div className="row">
        <TextField type="date" label={t("schedule.reads.day")} value={date} onText={setDate} />
        <TextField type="time" label={t("schedule.reads.hour")} value={time} onText={setTime} />
      </div>
      <p className="standing" role="status">
        {standing === null ? t("schedule.not-in-order") : null}
        {standing ? visitor(standing.hours, standing.at, times.timeZone) : null}
      </p>
    </Card>
  );
}
