/** Days on which nobody is there, whatever the week says. */
import { type ReactNode, useRef, useState } from "react";
import { type Holiday, MAX_HOLIDAYS, MAX_SCHEDULE_NAME_CHARS } from "../../../../contract/schedules/schedules.ts";
import { IconButton } from "../../controls/icon-button.tsx";
import { Icon } from "../../controls/icons.tsx";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";

interface Props {
  readonly holidays: readonly Holiday[];
  /** Such as `2026-12-25`: what a new one begins with. */
  readonly today: string;
  readonly onChange: (holidays: readonly Holiday[]) => void;
}

export function HolidaysCard({ holidays, today, onChange }: Props): ReactNode {
  const { t } = useWords();
  const [added, setAdded] = useState<number | null>(null);
  const adding = useRef<HTMLButtonElement>(null);
  const remove = (at: number): void => {
    onChange(holidays.filter((_, index) => index !== at));
    // Its row is gone, and the next one stands in its place: the same key once more would take that away too.
    adding.current?.focus();
  };
  return (
    <Card title={t("schedule.holidays")} lead={t("schedule.holidays-lead")}>
      {holidays.length === 0 ? null : (
        <ul className="holidays">
          {holidays.map((each, at) => (
            // A form's rows have no name but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={at}>
              <HolidayFields
                holiday={each}
                isNew={at === added}
                onChange={(changed) => onChange(holidays.map((other, index) => (index === at ? changed : other)))}
                onRemove={() => remove(at)}
              />
            </li>
          ))}
        </ul>
      )}
      <div>
        <button
          ref={adding}
          type="button"
          className="button"
          disabled={holidays.length >= MAX_HOLIDAYS}
          onClick={() => {
            setAdded(holidays.length);
            onChange([...holidays, { name: "", from: today, to: today }]);
          }}
        >
          <Icon name="plus" /> {t("schedule.add-holiday")}
        </button>
      </div>
    </Card>
  );
}

interface HolidayProps {
  readonly holiday: Holiday;
  /** Just made: typing goes on here. */
  readonly isNew: boolean;
  readonly onChange: (holiday: Holiday) => void;
  readonly onRemove: () => void;
}

function HolidayFields({ holiday, isNew, onChange, onRemove }: HolidayProps): ReactNode {
  const { t } = useWords();
  const { name, from, to } = holiday;
  return (
    <>
      <div className="holiday">
        <input
          aria-label={t("schedule.holiday-name")}
          placeholder={t("schedule.holiday-name")}
          autoFocus={isNew}
          required
          maxLength={MAX_SCHEDULE_NAME_CHARS}
          value={name}
          onChange={(event) => onChange({ ...holiday, name: event.currentTarget.value })}
        />
        <input
          type="date"
          aria-label={t("schedule.holiday-from.of", { name })}
          required
          value={from}
          onChange={(event) => {
            const first = event.currentTarget.value;
            // One day remains one day.
            if (first !== "") onChange({ ...holiday, from: first, to: to === from || to < first ? first : to });
          }}
        />
        <span aria-hidden="true">–</span>
        <input
          type="date"
          aria-label={t("schedule.holiday-to.of", { name })}
          required
          min={from}
          value={to}
          onChange={(event) => {
            if (event.currentTarget.value !== "") onChange({ ...holiday, to: event.currentTarget.value });
          }}
        />
        <IconButton icon="bin" label={t("schedule.remove-holiday.of", { name })} onClick={onRemove} />
      </div>
      {to < from ? <p className="complaint">{t("schedule.fault.backwards-days")}</p> : null}
    </>
  );
}
