/** The widget's colour, with what text on it looks like and how well it can be read. */
import type { ReactNode } from "react";
import { Field } from "../../controls/field.tsx";
import { useWords } from "../../words-context.tsx";
import { contrast, isColour, LEAST_CONTRAST } from "./contrast.ts";

interface Props {
  readonly colour: string;
  readonly onChange: (colour: string) => void;
}

const WHITE = "#ffffff";
const BLACK = "#000000";

export function ColourField({ colour, onChange }: Props): ReactNode {
  const { t, locale } = useWords();
  const isGood = isColour(colour);
  const onWhite = isGood ? contrast(colour, WHITE) : 0;
  const text = onWhite >= LEAST_CONTRAST ? WHITE : BLACK;
  const ratio = isGood ? contrast(colour, text) : 0;
  const shown = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(ratio);
  return (
    <Field
      label={t("messaging.colour")}
      hint={t("messaging.contrast", { ratio: shown, least: LEAST_CONTRAST })}
      {...(isGood ? {} : { complaint: t("messaging.colour-shape") })}
    >
      {(ids) => (
        <div className="colour">
          <input
            type="color"
            aria-label={t("messaging.colour-pick")}
            value={isGood ? colour : WHITE}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          <input
            {...ids}
            className="code short"
            spellCheck={false}
            value={colour}
            onChange={(event) => onChange(event.currentTarget.value.trim().toLowerCase())}
          />
          <span className="colour-sample" style={isGood ? { background: colour, color: text } : {}} aria-hidden="true">
            Aa
          </span>
        </div>
      )}
    </Field>
  );
}
