/** What of the security log is shown. */
import type { ReactNode } from "react";
import { type AuditEntry, LISTED_KINDS, type securityLogApi } from "../../../../contract/audit/security-log.ts";
import { teamMembersApi } from "../../../../contract/people/team-members.ts";
import type { QueryOf } from "../../../../contract/route.ts";
import { call } from "../../api.ts";
import { Field } from "../../controls/field.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { useAdmin } from "../use-settings.ts";

export interface Filter {
  readonly kind: AuditEntry["kind"] | null;
  /** A team member's id. */
  readonly person: string | null;
  /** Days where the reader is, both included, as the browser's field writes them; empty: none. */
  readonly from: string;
  readonly to: string;
}

/** The same, as the route takes it. */
export function queryOf({ kind, person, from, to }: Filter): QueryOf<typeof securityLogApi.download> {
  const [start, end] = [startOf(from, 0), startOf(to, 1)];
  return {
    ...(kind === null ? {} : { kind }),
    ...(person === null ? {} : { person }),
    ...(start === undefined ? {} : { from: start }),
    ...(end === undefined ? {} : { to: end }),
  };
}

/** The midnight at which a day begins, or that many days later. */
function startOf(day: string, later: number): number | undefined {
  if (day === "") return undefined;
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + later);
  const at = date.getTime();
  return Number.isNaN(at) || at < 0 ? undefined : at;
}

interface Props {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

export function LogFilter({ filter, onChange }: Props): ReactNode {
  const { t } = useWords();
  const team = useAdmin(keys.admin("team"), () => call(teamMembersApi.list));
  const kinds = LISTED_KINDS.map((kind) => ({ value: kind, label: t(`audit.kind.${kind}`) }));
  const people = (team.data?.members ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const pickKind = (value: string): void =>
    onChange({ ...filter, kind: LISTED_KINDS.find((kind) => kind === value) ?? null });
  return (
    <div className="audit-filter" role="search" aria-label={t("audit.filter")}>
      <Pick label={t("audit.what")} value={filter.kind} of={kinds} onPick={pickKind} />
      <Pick
        label={t("audit.person")}
        value={filter.person}
        of={people}
        onPick={(value) => onChange({ ...filter, person: value === "" ? null : value })}
      />
      <Day label={t("audit.from")} value={filter.from} onPick={(from) => onChange({ ...filter, from })} />
      <Day label={t("audit.to")} value={filter.to} onPick={(to) => onChange({ ...filter, to })} />
    </div>
  );
}

interface PickProps {
  readonly label: string;
  readonly value: string | null;
  readonly of: readonly { readonly value: string; readonly label: string }[];
  readonly onPick: (value: string) => void;
}

function Pick({ label, value, of, onPick }: PickProps): ReactNode {
  const { t } = useWords();
  return (
    <Field label={label}>
      {(ids) => (
        <select {...ids} value={value ?? ""} onChange={(event) => onPick(event.currentTarget.value)}>
          <option value="">{t("audit.all")}</option>
          {of.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onPick: (day: string) => void;
}

function Day({ label, value, onPick }: DayProps): ReactNode {
  return (
    <Field label={label}>
      {(ids) => <input {...ids} type="date" value={value} onChange={(event) => onPick(event.currentTarget.value)} />}
    </Field>
  );
}
