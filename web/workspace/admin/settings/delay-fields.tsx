/** The delays of product.md §2, each as a number and a unit. */
import { type ReactNode, useState } from "react";
import type { Delays } from "../../../../contract/settings/tickets.ts";
import { Field } from "../../controls/field.tsx";
import { useWords } from "../../words-context.tsx";
import { type HumanDelay, humanDelay, isAllowedDelay, millisOf, UNIT_NAMES } from "./human-delay.ts";

const NAMES = [
  "inactiveAfter",
  "goneAfter",
  "byMailAfter",
  "finishedWhileConnectedAfter",
  "settleFor",
  "settleAtMost",
  "betweenMails",
] as const satisfies readonly (keyof Delays)[];

interface Props {
  readonly delays: Delays;
  readonly defaults: Delays;
  readonly onChange: (delays: Delays) => void;
}

export function DelayFields({ delays, defaults, onChange }: Props): ReactNode {
  const { t, times } = useWords();
  const isDefault = NAMES.every((name) => delays[name] === defaults[name]);
  return (
    <div className="delays">
      {NAMES.map((name) => (
        <DelayField
          key={name}
          label={t(`delay.${name}`)}
          hint={t("delay.default", { hint: t(`delay.${name}.hint`), span: times.span(defaults[name]) })}
          value={delays[name]}
          onChange={(ms) => onChange({ ...delays, [name]: ms })}
        />
      ))}
      <button type="button" className="button" disabled={isDefault} onClick={() => onChange(defaults)}>
        {t("delays.reset")}
      </button>
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly onChange: (ms: number) => void;
}

function DelayField({ label, hint, value, onChange }: FieldProps): ReactNode {
  const { t } = useWords();
  // The unit stays what was chosen: 60 seconds do not become a minute under somebody's fingers.
  const [chosen, setChosen] = useState(() => humanDelay(value));
  const shown = Number.isNaN(value) || millisOf(chosen) === value ? chosen : humanDelay(value);
  const set = (part: Partial<HumanDelay>): void => {
    const next = { ...shown, ...part };
    setChosen(next);
    onChange(millisOf(next));
  };
  return (
    <Field label={label} hint={hint} {...(isAllowedDelay(value) ? {} : { complaint: t("delay.range") })}>
      {(ids) => (
        <div className="amount">
          <input
            {...ids}
            type="number"
            className="short"
            min={1}
            value={Number.isNaN(shown.amount) ? "" : shown.amount}
            onChange={(event) => set({ amount: event.currentTarget.valueAsNumber })}
          />
          <select
            aria-label={t("delay.unit.of", { what: label })}
            value={shown.unit}
            onChange={(event) => {
              const unit = UNIT_NAMES.find((name) => name === event.currentTarget.value);
              if (unit !== undefined) set({ unit });
            }}
          >
            {UNIT_NAMES.map((unit) => (
              <option key={unit} value={unit}>
                {t(`delay.unit.${unit}`)}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
