/** One schedule: its week, its holidays, how it stands now and what a visitor would read; the address `new` makes one. */
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import {
  MAX_SCHEDULE_NAME_CHARS,
  type ScheduleSettings,
  schedulesApi,
  type SchedulesView,
  type ScheduleView,
  WEEKDAYS,
} from "../../../../contract/schedules/schedules.ts";
import { call } from "../../api.ts";
import { serverNow } from "../../clock.ts";
import { TextField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Callout, Card, Page, SaveBar, WhenLoaded } from "../page.tsx";
import { ZoneField } from "../settings/zone-field.tsx";
import { useAdmin, useEdited, useSave } from "../use-settings.ts";
import { HolidaysCard } from "./holidays-card.tsx";
import { hoursFault, OFFICE_WEEK } from "./hours-text.ts";
import { useStanding, useStandingWords } from "./standing.ts";
import { goesBy, UsedBy } from "./used-by.tsx";
import { VisitorCard } from "./visitor-card.tsx";
import { WeekGrid } from "./week-grid.tsx";

export function SchedulePage({ id }: { readonly id: string }): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("schedules"), () => call(schedulesApi.list));
  return (
    <WhenLoaded of={loaded}>
      {(all) => {
        if (id === "new") return <NewSchedule timeZone={all.timeZone} />;
        const schedule = all.schedules.find((each) => each.id === id);
        if (schedule === undefined) return <p className="page quiet-text">{t("refusal.not-found")}</p>;
        return <ScheduleForm schedule={schedule} all={all} onStale={loaded.reload} />;
      }}
    </WhenLoaded>
  );
}

const TRAIL = ["nav.objects-and-rules", "nav.schedules"] as const;

/** As a date field holds it. */
const today = (): string => new Intl.DateTimeFormat("sv", { dateStyle: "short" }).format(serverNow());

function NewSchedule({ timeZone }: { readonly timeZone: string }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [, goTo] = useLocation();
  const form = useEdited<ScheduleSettings>({ name: "", timeZone, week: OFFICE_WEEK, holidays: [] });
  const onSave = async (): Promise<void> => {
    const made = { id: "" };
    const add = async (): Promise<void> => {
      made.id = (await call(schedulesApi.add, { body: form.value })).id;
    };
    // Only then the list holds it.
    if (await save(add)) goTo(`/admin/schedules/${made.id}`, { replace: true });
  };
  return (
    <Page trail={TRAIL} title={t("schedules.new")}>
      <Fields value={form.value} onChange={form.change} />
      <SaveBar
        isChanged={form.isChanged}
        isBarred={hasFault(form.value)}
        onSave={() => void onSave()}
        onDiscard={form.discard}
      />
    </Page>
  );
}

interface FormProps {
  readonly schedule: ScheduleView;
  readonly all: SchedulesView;
  /** A colleague has saved meanwhile: what they saved is wanted. */
  readonly onStale: () => void;
}

function ScheduleForm({ schedule, all, onStale }: FormProps): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [, goTo] = useLocation();
  const { id, version, now: _now, ...saved } = schedule;
  const form = useEdited<ScheduleSettings>(saved);
  // What is changed here began from this one: nothing that came after it is overwritten unseen.
  const [seen, setSeen] = useState(version);
  const isBehind = form.isChanged && version > seen;
  const change = (part: Partial<ScheduleSettings>): void => {
    if (!form.isChanged) setSeen(version);
    form.change(part);
  };
  const onSave = async (): Promise<void> => {
    const put = async (): Promise<void> => {
      await call(schedulesApi.save, { params: { id }, body: { ...form.value, version: seen } });
      // The next one is ours, and nobody else's.
      setSeen(seen + 1);
    };
    if (await save(put)) form.discard();
    else onStale();
  };
  const remove = async (): Promise<void> => {
    if (await save(() => call(schedulesApi.remove, { params: { id } }))) goTo("/admin/schedules");
  };
  const isUsed = goesBy(all, id).length > 0;
  return (
    <Page
      trail={TRAIL}
      title={saved.name}
      aside={
        isUsed ? null : (
          <button type="button" className="button danger" onClick={() => void remove()}>
            {t("schedules.remove")}
          </button>
        )
      }
    >
      <UsedBy all={all} schedule={schedule} />
      <Fields value={form.value} onChange={change} />
      {isBehind ? <Meanwhile onKeep={() => setSeen(version)} onTake={form.discard} /> : null}
      <SaveBar
        isChanged={form.isChanged}
        isBarred={isBehind || hasFault(form.value)}
        onSave={() => void onSave()}
        onDiscard={form.discard}
      />
    </Page>
  );
}

/** A colleague has saved what is being changed here. */
function Meanwhile({ onKeep, onTake }: { readonly onKeep: () => void; readonly onTake: () => void }): ReactNode {
  const { t } = useWords();
  return (
    <Callout tone="warn" title={t("refusal.changed-meanwhile")}>
      <p>{t("schedule.meanwhile-lead")}</p>
      <div className="row">
        <button type="button" className="button" onClick={onKeep}>
          {t("schedule.keep-mine")}
        </button>
        <button type="button" className="button" onClick={onTake}>
          {t("schedule.take-theirs")}
        </button>
      </div>
    </Callout>
  );
}

const hasFault = ({ name, week, holidays }: ScheduleSettings): boolean =>
  name.trim() === "" ||
  WEEKDAYS.some((day) => hoursFault(week[day]) !== null) ||
  holidays.some((each) => each.name.trim() === "" || each.to < each.from);

interface FieldsProps {
  readonly value: ScheduleSettings;
  readonly onChange: (part: Partial<ScheduleSettings>) => void;
}

function Fields({ value, onChange }: FieldsProps): ReactNode {
  const { t } = useWords();
  const words = useStandingWords();
  const { name, ...times } = value;
  // A holiday without its name is not finished: the rest is told without it.
  const told = { ...times, holidays: times.holidays.filter((each) => each.name.trim() !== "") };
  const standing = useStanding({ ...told, at: null });
  const { timeZone } = times;
  return (
    <>
      <Card title={t("schedule.hours")}>
        <p className="standing" role="status">
          {standing === null ? t("schedule.not-in-order") : null}
          {standing ? words.now(standing.hours, standing.at, timeZone) : null}
        </p>
        <TextField
          label={t("schedule.name")}
          required
          maxLength={MAX_SCHEDULE_NAME_CHARS}
          value={name}
          onText={(text) => onChange({ name: text })}
        />
        <ZoneField zone={timeZone} onChange={(zone) => onChange({ timeZone: zone })} />
        <WeekGrid week={times.week} onChange={(week) => onChange({ week })} />
        <p className="hint">{t("schedule.nights-hint")}</p>
      </Card>
      <HolidaysCard
        holidays={times.holidays}
        today={today()}
        onChange={(holidays) => onChange({ holidays: [...holidays] })}
      />
      <VisitorCard times={told} today={today()} />
    </>
  );
}
