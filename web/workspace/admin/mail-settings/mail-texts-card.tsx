/** Channels › Email: the account's own words in its mails, with a live preview and a test mail. */
import { type ReactNode, useState } from "react";
import {
  type MailTemplate,
  type MailTexts,
  mailTextsApi,
  type WordedMail,
} from "../../../../contract/mail-settings/mail-texts.ts";
import { call } from "../../api.ts";
import { ChoiceField, TextArea, TextField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { MailPreview } from "./mail-preview.tsx";
import { Card, WhenLoaded } from "../page.tsx";
import { useAdmin, useEdited, useSave } from "../use-settings.ts";

const FIELDS = ["subject", "intro", "goOn", "footer"] as const satisfies readonly (keyof MailTexts)[];

export function MailTextsCard(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("email/templates"), () => call(mailTextsApi.list));
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <WhenLoaded of={loaded}>
      {({ templates }) => {
        const template = templates.find(({ locale }) => locale === chosen) ?? templates[0];
        if (template === undefined) return null;
        return (
          <Card title={t("mail-texts.title")} lead={t("mail-texts.lead")}>
            {templates.length < 2 ? null : (
              <ChoiceField
                label={t("mail-texts.language")}
                options={templates.map(({ locale }) => [locale, languageName(locale)])}
                value={template.locale}
                onText={setChosen}
              />
            )}
            <TemplateForm key={template.locale} template={template} />
          </Card>
        );
      }}
    </WhenLoaded>
  );
}

/** In its own language, as its readers call it. */
const languageName = (tag: string): string => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

function TemplateForm({ template: { locale, texts, shipped } }: { readonly template: MailTemplate }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const form = useEdited<MailTexts>(texts);
  const worded: WordedMail = { locale, texts: form.value };
  const onSave = async (): Promise<void> => {
    if (await save(() => call(mailTextsApi.save, { body: worded }))) form.discard();
  };
  return (
    <>
      {FIELDS.map((name) => (
        <MailText
          key={name}
          name={name}
          lang={locale}
          value={form.value[name]}
          shipped={shipped[name]}
          onChange={(text) => form.change({ [name]: text })}
        />
      ))}
      <div className="row end">
        <button type="button" className="button" disabled={!form.isChanged} onClick={form.discard}>
          {t("mail-texts.discard")}
        </button>
        <button type="button" className="button primary" disabled={!form.isChanged} onClick={() => void onSave()}>
          {t("save")}
        </button>
      </div>
      <MailPreview worded={worded} />
    </>
  );
}

interface TextProps {
  readonly name: (typeof FIELDS)[number];
  readonly lang: string;
  readonly value: string | null;
  readonly shipped: string;
  readonly onChange: (text: string | null) => void;
}

function MailText({ name, lang, value, shipped, onChange }: TextProps): ReactNode {
  const { t } = useWords();
  const shared = {
    label: t(`mail-texts.${name}`),
    hint: t(`mail-texts.${name}-hint`),
    lang,
    dir: "auto",
    value: value ?? "",
    placeholder: shipped,
    onText: (text: string) => onChange(text === "" ? null : text),
  };
  return name === "subject" ? <TextField {...shared} maxLength={150} /> : <TextArea {...shared} rows={3} />;
}
