/** A time zone, by its name in the IANA database. */
import { type ReactNode, useId, useMemo } from "react";
import { Field } from "../../controls/field.tsx";
import { useWords } from "../../words-context.tsx";

interface Props {
  readonly zone: string;
  /** What it is for, where that is not plain. */
  readonly hint?: string;
  readonly onChange: (zone: string) => void;
}

/** Typed, or chosen from the names that the browser knows. */
export function ZoneField({ zone, hint, onChange }: Props): ReactNode {
  const { t } = useWords();
  const listId = useId();
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone"), []);
  return (
    <Field label={t("account.time-zone")} hint={hint}>
      {(ids) => (
        <>
          <input {...ids} list={listId} value={zone} onChange={(event) => onChange(event.currentTarget.value)} />
          <datalist id={listId}>
            {zones.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
