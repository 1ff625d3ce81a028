/** The widget's colour, how well words on it can be read, and where they cannot the nearest colour on which they can. */
import type { ReactNode } from "react";
import { Field } from "../../controls/field.tsx";
import { useWords } from "../../words-context.tsx";
import {
  canCarryText,
  contrast,
  isColour,
  LEAST_CONTRAST,
  LEAST_SHAPE_CONTRAST,
  nearest,
  standsOut,
  textOn,
} from "./contrast.ts";

interface Props {
  readonly colour: string;
  readonly onChange: (colour: string) => void;
}

const WHITE = "#ffffff";

export function ColourField({ colour, onChange }: Props): ReactNode {
  const { t, locale } = useWords();
  const isGood = isColour(colour);
  const text = isGood ? textOn(colour) : WHITE;
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const ratio = (other: string): string => numbers.format(isGood ? contrast(colour, other) : 0);
  const isReadable = isGood && canCarryText(colour);
  const said = { ratio: ratio(text), least: LEAST_CONTRAST };
  const complaint = isGood ? t("look.contrast-bad", said) : t("messaging.colour-shape");
  const better = isGood ? nearest(colour, (each) => canCarryText(each) && standsOut(each)) : colour;
  const shape = { ratio: ratio(WHITE), least: LEAST_SHAPE_CONTRAST };
  return (
    <Field label={t("messaging.colour")} {...(isReadable ? { hint: t("messaging.contrast", said) } : { complaint })}>
      {(ids) => (
        <>
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
            <span
              className="colour-sample"
              style={isGood ? { background: colour, color: text } : {}}
              aria-hidden="true"
            >
              Aa
            </span>
            {better === colour ? null : (
              <button type="button" className="button" onClick={() => onChange(better)}>
                <span className="colour-dot" style={{ background: better }} aria-hidden="true" />
                {t("look.contrast-use", { colour: better })}
              </button>
            )}
          </div>
          {isReadable && !standsOut(colour) ? <p className="hint">{t("look.stands-out-not", shape)}</p> : null}
        </>
      )}
    </Field>
  );
}
