/** Fields of every day: words on one line or several, and a choice. What the control itself may be told goes along as it is. */
import type { ComponentProps, ReactNode } from "react";
import { Field } from "./field.tsx";

interface Labelled {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it; undefined: nothing. */
  readonly complaint?: string | undefined;
  readonly value: string;
  /** Hears the whole text after each change. */
  readonly onText: (text: string) => void;
}

type TextProps<Tag extends "input" | "textarea"> = Labelled & Omit<ComponentProps<Tag>, "id" | "onChange">;

export const TextField = ({ label, hint, complaint, onText, ...input }: TextProps<"input">): ReactNode => (
  <Field label={label} hint={hint} complaint={complaint}>
    {(ids) => <input {...ids} {...input} onChange={(event) => onText(event.currentTarget.value)} />}
  </Field>
);

export const TextArea = ({ label, hint, complaint, onText, ...area }: TextProps<"textarea">): ReactNode => (
  <Field label={label} hint={hint} complaint={complaint}>
    {(ids) => <textarea {...ids} {...area} onChange={(event) => onText(event.currentTarget.value)} />}
  </Field>
);

interface ChoiceProps extends Labelled {
  /** Value and words. */
  readonly options: readonly (readonly [string, string])[];
}

export const ChoiceField = ({ options, onText, value, ...field }: ChoiceProps): ReactNode => (
  <Field {...field}>
    {(ids) => (
      <select {...ids} value={value} onChange={(event) => onText(event.currentTarget.value)}>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    )}
  </Field>
);
