/** Channels › Email: the account's own words in its mails, with a live preview and a test mail. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { MailTemplates, MailTexts, WordedMail } from "../../../contract/admin-mail.ts";
import { Field } from "../controls/field.tsx";
import { useNotices } from "../controls/notices.tsx";
import { keys } from "../live/keys.ts";
import { refusalWords } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";
import { loadMailTemplates, previewAddress, previewMail, saveMailTexts, sendTestMail } from "./mail-calls.ts";
import { Card, WhenLoaded } from "./page.tsx";
import { useAdmin, useEdited, useSave } from "./use-settings.ts";

type Template = MailTemplates["templates"][number];

const FIELDS = ["subject", "intro", "goOn", "footer"] as const satisfies readonly (keyof MailTexts)[];
/** A preview follows the typing after this. */
const SETTLED_MS = 400;

export function MailTextsCard(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("email/templates"), loadMailTemplates);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <WhenLoaded of={loaded}>
      {({ templates }) => {
        const template = templates.find(({ locale }) => locale === chosen) ?? templates[0];
        if (template === undefined) return null;
        return (
          <Card title={t("mail-texts.title")} lead={t("mail-texts.lead")}>
            {templates.length < 2 ? null : (
              <Field label={t("mail-texts.language")}>
                {(ids) => (
                  <select {...ids} value={template.locale} onChange={(event) => setChosen(event.currentTarget.value)}>
                    {templates.map(({ locale }) => (
                      <option key={locale} value={locale}>
                        {languageName(locale)}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
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

function TemplateForm({ template: { locale, texts, shipped } }: { readonly template: Template }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const { say, sayRefusal } = useNotices();
  const form = useEdited<MailTexts>(texts);
  const worded: WordedMail = { locale, texts: form.value };
  const onSave = async (): Promise<void> => {
    if (await save(() => saveMailTexts(worded))) form.discard();
  };
  const onTest = async (): Promise<void> => {
    try {
      await sendTestMail(worded);
      say(t("mail-texts.tested"));
    } catch (error) {
      sayRefusal(error);
    }
  };
  return (
    <>
      {FIELDS.map((name) => (
        <TextField
          key={name}
          name={name}
          lang={locale}
          value={form.value[name]}
          shipped={shipped[name]}
          onChange={(text) => form.change({ [name]: text })}
        />
      ))}
      <div className="row end">
        <button type="button" className="button" onClick={() => void onTest()}>
          {t("mail-texts.test")}
        </button>
        <button type="button" className="button" disabled={!form.isChanged} onClick={form.discard}>
          {t("mail-texts.discard")}
        </button>
        <button type="button" className="button primary" disabled={!form.isChanged} onClick={() => void onSave()}>
          {t("save")}
        </button>
      </div>
      <Preview worded={worded} />
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

function TextField({ name, lang, value, shipped, onChange }: TextProps): ReactNode {
  const { t } = useWords();
  const shared = { lang, dir: "auto" as const, value: value ?? "", placeholder: shipped };
  const take = (text: string): void => onChange(text === "" ? null : text);
  return (
    <Field label={t(`mail-texts.${name}`)} hint={t(`mail-texts.${name}-hint`)}>
      {(ids) =>
        name === "subject" ? (
          <input {...ids} {...shared} maxLength={150} onChange={(event) => take(event.currentTarget.value)} />
        ) : (
          <textarea {...ids} {...shared} rows={3} onChange={(event) => take(event.currentTarget.value)} />
        )
      }
    </Field>
  );
}

function Preview({ worded }: { readonly worded: WordedMail }): ReactNode {
  const { t } = useWords();
  const settled = useSettled(JSON.stringify(worded), worded);
  const query = useQuery({
    queryKey: [...keys.admin("email/preview"), JSON.stringify(settled)],
    queryFn: async () => ({ ...(await previewMail(settled)), address: previewAddress(settled) }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const fault = query.error === null ? null : refusalWords(query.error);
  return (
    <section className="stack" aria-label={t("mail-texts.preview")}>
      <h3>{t("mail-texts.preview")}</h3>
      {fault === null ? null : (
        <p className="complaint" role="status">
          {t(fault.key, fault.args)}
        </p>
      )}
      {query.data === undefined ? null : (
        <>
          <p>{t("mail-texts.preview-subject", { subject: query.data.subject })}</p>
          <iframe className="mail-preview" sandbox="" title={t("mail-texts.preview-html")} src={query.data.address} />
          <details>
            <summary>{t("mail-texts.preview-text")}</summary>
            <pre
              className="snippet mail-preview-text"
              tabIndex={0}
              role="group"
              aria-label={t("mail-texts.preview-text")}
              dir="auto"
            >
              {query.data.text}
            </pre>
          </details>
        </>
      )}
    </section>
  );
}

/** The value once it has stayed the same for a moment. */
function useSettled<T>(mark: string, value: T): T {
  const [settled, setSettled] = useState({ mark, value });
  useEffect(() => {
    if (mark === settled.mark) return undefined;
    const timer = setTimeout(() => setSettled({ mark, value }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [mark, value, settled.mark]);
  return settled.value;
}
