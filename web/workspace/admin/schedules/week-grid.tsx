/** The hours of a week, a row a day: closed, or from when until when; typed, and copied to the other weekdays. */
import { type ReactNode, useRef, useState } from "react";
import { type OpenInterval, WEEKDAYS } from "../../../../contract/schedules/schedules.ts";
import { IconButton } from "../../controls/icon-button.tsx";
import { Icon } from "../../controls/icons.tsx";
import { useWords } from "../../words-context.tsx";
import { type Day, furtherHours, hoursFault, minuteOf, onWeekdays, timeOf, type Week } from "./hours-text.ts";

interface Props {
  readonly week: Week;
  readonly onChange: (week: Week) => void;
}

export const WeekGrid = ({ week, onChange }: Props): ReactNode => (
  <div className="week">
    {WEEKDAYS.map((day) => (
      <DayRow
        key={day}
        day={day}
        hours={week[day]}
        onChange={(hours) => onChange({ ...week, [day]: hours })}
        onCopy={() => onChange(onWeekdays(week, week[day]))}
      />
    ))}
  </div>
);

interface DayProps {
  readonly day: Day;
  readonly hours: Week[Day];
  readonly onChange: (hours: Week[Day]) => void;
  readonly onCopy: () => void;
}

function DayRow({ day, hours, onChange, onCopy }: DayProps): ReactNode {
  const { t } = useWords();
  const name = t(`weekday.${day}`);
  const [added, setAdded] = useState<number | null>(null);
  const adding = useRef<HTMLButtonElement>(null);
  const next = furtherHours(hours);
  const fault = hoursFault(hours);
  const remove = (at: number): void => {
    onChange(hours.filter((_, index) => index !== at));
    // Its row is gone: whoever goes by the keyboard stays on this day.
    adding.current?.focus();
  };
  return (
    <div className="week-day" role="group" aria-label={name}>
      <span className="week-name">{name}</span>
      <div className="week-hours">
        {hours.length === 0 ? <span className="quiet-text">{t("schedule.closed")}</span> : null}
        {hours.map((each, at) => (
          <IntervalFields
            // Hours of a day have no name but their place.
            // oxlint-disable-next-line react/no-array-index-key
            key={at}
            day={name}
            hours={each}
            isNew={at === added}
            onChange={(changed) => onChange(hours.map((other, index) => (index === at ? changed : other)))}
            onRemove={() => remove(at)}
          />
        ))}
        {fault === null ? null : <p className="complaint">{t(`schedule.fault.${fault}`)}</p>}
      </div>
      <div className="week-actions">
        <button
          ref={adding}
          type="button"
          className="button"
          aria-label={t("schedule.add-hours.of", { day: name })}
          disabled={next === null}
          onClick={() => {
            if (next === null) return;
            setAdded(hours.length);
            onChange([...hours, next]);
          }}
        >
          <Icon name="plus" /> {t("schedule.add-hours")}
        </button>
        <button
          type="button"
          className="button quiet"
          aria-label={t("schedule.copy.of", { day: name })}
          title={t("schedule.copy.of", { day: name })}
          onClick={onCopy}
        >
          <Icon name="copy" /> {t("schedule.copy")}
        </button>
      </div>
    </div>
  );
}

interface IntervalProps {
  /** As it is read out. */
  readonly day: string;
  readonly hours: OpenInterval;
  /** Just made: typing goes on here. */
  readonly isNew: boolean;
  readonly onChange: (hours: OpenInterval) => void;
  readonly onRemove: () => void;
}

function IntervalFields({ day, hours, isNew, onChange, onRemove }: IntervalProps): ReactNode {
  const { t } = useWords();
  const set = (end: "from" | "to", typed: string): void => {
    const minute = minuteOf(typed, end === "to");
    if (minute !== null) onChange({ ...hours, [end]: minute });
  };
  return (
    <div className="week-interval">
      <input
        type="time"
        aria-label={t("schedule.opens.of", { day })}
        autoFocus={isNew}
        value={timeOf(hours.from)}
        onChange={(event) => set("from", event.currentTarget.value)}
      />
      <span aria-hidden="true">–</span>
      <input
        type="time"
        aria-label={t("schedule.closes.of", { day })}
        aria-invalid={hours.to <= hours.from ? true : undefined}
        value={timeOf(hours.to)}
        onChange={(event) => set("to", event.currentTarget.value)}
      />
      <IconButton
        icon="bin"
        label={t("schedule.remove-hours.of", { day, from: timeOf(hours.from) })}
        onClick={onRemove}
      />
    </div>
  );
}
