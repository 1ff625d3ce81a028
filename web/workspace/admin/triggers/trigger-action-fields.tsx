/** One action of a trigger, as far as it can be edited: its wait and its texts. */
import { type ReactNode, useId } from "react";
import { LONGEST_WAIT, type TriggerAction } from "../../../../contract/triggers/triggers.ts";
import { Field } from "../../controls/field.tsx";
import { TextArea } from "../../controls/text-fields.tsx";
import { useWords } from "../../words-context.tsx";
import { type Languages, lacksDefault, type LocalText, withText } from "./local-text.ts";

interface Props {
  readonly action: TriggerAction;
  readonly languages: Languages;
  readonly onChange: (action: TriggerAction) => void;
}

export function ActionFields({ action, languages, onChange }: Props): ReactNode {
  const { t } = useWords();
  return (
    <div className="action">
      <h3>{t(`action.${action.type}`)}</h3>
      <ActionBody action={action} languages={languages} onChange={onChange} />
    </div>
  );
}

function ActionBody({ action, languages, onChange }: Props): ReactNode {
  const { t } = useWords();
  switch (action.type) {
    case "wait":
      return <WaitField value={action.for} onChange={(ms) => onChange({ ...action, for: ms })} />;
    case "send-message":
      return (
        <TextFields
          title={t("action.text")}
          texts={action.text}
          languages={languages}
          onChange={(text) => onChange({ ...action, text })}
        />
      );
    case "request-email":
      return (
        <>
          <TextFields
            title={t("action.ask-text")}
            texts={action.askText}
            languages={languages}
            onChange={(askText) => onChange({ ...action, askText })}
          />
          <TextFields
            title={t("action.acknowledge-text")}
            texts={action.acknowledgeText}
            languages={languages}
            onChange={(acknowledgeText) => onChange({ ...action, acknowledgeText })}
          />
        </>
      );
    case "set-status":
      return <p>{t(`status.${action.status}`)}</p>;
    default:
      return action satisfies never;
  }
}

function WaitField({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (ms: number) => void;
}): ReactNode {
  const { t } = useWords();
  const isGood = Number.isInteger(value) && value >= 0 && value <= LONGEST_WAIT;
  return (
    <Field
      label={t("action.wait-for")}
      hint={t("action.wait-hint")}
      {...(isGood ? {} : { complaint: t("action.wait-range") })}
    >
      {(ids) => (
        <input
          {...ids}
          type="number"
          className="short"
          min={0}
          max={LONGEST_WAIT / 1_000}
          value={Number.isNaN(value) ? "" : value / 1_000}
          onChange={(event) => onChange(Math.round(event.currentTarget.valueAsNumber * 1_000))}
        />
      )}
    </Field>
  );
}

interface TextProps {
  readonly title: string;
  readonly texts: LocalText;
  readonly languages: Languages;
  readonly onChange: (texts: LocalText) => void;
}

const TEXT_CHARS = 2_000;

function TextFields({ title, texts, languages, onChange }: TextProps): ReactNode {
  const { t, locale } = useWords();
  const id = useId();
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const isFaulty = lacksDefault(texts, languages.default);
  return (
    <div className="texts" role="group" aria-labelledby={id}>
      <h4 id={id}>{title}</h4>
      {texts === null ? <p className="hint">{t("action.shipped-text")}</p> : null}
      {languages.all.map((tag) => {
        const isDefault = tag === languages.default;
        const name = names.of(tag) ?? tag;
        return (
          <TextArea
            key={tag}
            label={isDefault ? t("action.default-language", { name }) : name}
            {...(isDefault && isFaulty ? { complaint: t("action.default-missing") } : {})}
            rows={2}
            lang={tag}
            dir="auto"
            maxLength={TEXT_CHARS}
            value={texts?.[tag] ?? ""}
            onText={(text) => onChange(withText(texts, tag, text))}
          />
        );
      })}
    </div>
  );
}
