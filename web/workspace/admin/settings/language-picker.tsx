/** The languages of the account, one of them its default. */
import { type ReactNode, useState } from "react";
import type { AccountSettings } from "../../../../contract/settings/account.ts";
import { Field } from "../../controls/field.tsx";
import { useWords } from "../../words-context.tsx";
import { IconButton } from "../../controls/icon-button.tsx";

/** Languages that can be added, each shown in the reader's own. */
const OFFERED =
  "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt pt-BR ro ru sk sl sr sv th tr uk vi zh-Hans zh-Hant".split(
    " ",
  );

interface Props {
  readonly locales: readonly string[];
  readonly defaultLocale: string;
  readonly onChange: (part: Pick<AccountSettings, "locales"> | Pick<AccountSettings, "defaultLocale">) => void;
}

export function LanguagePicker({ locales, defaultLocale, onChange }: Props): ReactNode {
  const { t, locale } = useWords();
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const nameOf = (tag: string): string => names.of(tag) ?? tag;
  return (
    <>
      <ul className="rows inside" aria-label={t("account.languages")}>
        {locales.map((tag) => (
          <li key={tag}>
            <label className="row-words radio">
              <input
                type="radio"
                name="default-locale"
                checked={tag === defaultLocale}
                onChange={() => onChange({ defaultLocale: tag })}
              />
              <span>
                {nameOf(tag)}{" "}
                <span className="quiet-text">{tag === defaultLocale ? t("account.default-language") : tag}</span>
              </span>
            </label>
            <IconButton
              icon="close"
              label={t("account.remove-language", { name: nameOf(tag) })}
              disabled={tag === defaultLocale}
              onClick={() => onChange({ locales: locales.filter((each) => each !== tag) })}
            />
          </li>
        ))}
      </ul>
      <AddLanguage
        offered={OFFERED.filter((tag) => !locales.includes(tag))}
        nameOf={nameOf}
        onAdd={(tag) => onChange({ locales: [...locales, tag] })}
      />
    </>
  );
}

interface AddProps {
  readonly offered: readonly string[];
  readonly nameOf: (tag: string) => string;
  readonly onAdd: (tag: string) => void;
}

function AddLanguage({ offered, nameOf, onAdd }: AddProps): ReactNode {
  const { t, locale } = useWords();
  const [chosen, setChosen] = useState("");
  const sorted = offered.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), locale));
  return (
    <Field label={t("account.add-language")}>
      {(ids) => (
        <div className="amount">
          <select {...ids} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            <option value="">—</option>
            {sorted.map((tag) => (
              <option key={tag} value={tag}>
                {nameOf(tag)}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button"
            disabled={chosen === ""}
            onClick={() => {
              onAdd(chosen);
              setChosen("");
            }}
          >
            {t("account.add-language-button")}
          </button>
        </div>
      )}
    </Field>
  );
}
