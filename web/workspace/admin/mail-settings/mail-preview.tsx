/** What a mail looks like in the words as they are typed; and a test mail that says the same. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  type MailLook,
  mailTextsApi,
  type SampledMail,
  type WordedMail,
} from "../../../../contract/mail-settings/mail-texts.ts";
import { call } from "../../api.ts";
import { useNotices } from "../../controls/notices.tsx";
import { ChoiceField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { refusalWords } from "../../refusal-words.ts";
import { useWords } from "../../words-context.tsx";
import { useSettled } from "../use-settled.ts";
import { previewAddress } from "./preview-address.ts";

const OCCASIONS = ["later", "first"] as const satisfies readonly SampledMail["occasion"][];
const LOOKS = ["light", "dark"] as const satisfies readonly MailLook[];

export function MailPreview({ worded }: { readonly worded: WordedMail }): ReactNode {
  const { t } = useWords();
  const { say, sayRefusal } = useNotices();
  const [occasion, setOccasion] = useState<SampledMail["occasion"]>("later");
  const [look, setLook] = useState<MailLook>("light");
  const sampled: SampledMail = { ...useSettled(JSON.stringify(worded), worded), occasion };
  const onTest = async (): Promise<void> => {
    try {
      await call(mailTextsApi.test, { body: { ...worded, occasion } });
      say(t("mail-texts.tested"));
    } catch (error) {
      sayRefusal(error);
    }
  };
  return (
    <section className="stack" aria-label={t("mail-texts.preview")}>
      <h3>{t("mail-texts.preview")}</h3>
      <div className="preview-choices">
        <ChoiceField
          label={t("mail-texts.occasion")}
          options={OCCASIONS.map((each) => [each, t(`mail-texts.occasion.${each}`)])}
          value={occasion}
          onText={(chosen) => setOccasion(OCCASIONS.find((each) => each === chosen) ?? "later")}
        />
        <ChoiceField
          label={t("mail-texts.look")}
          options={LOOKS.map((each) => [each, t(`mail-texts.look.${each}`)])}
          value={look}
          onText={(chosen) => setLook(LOOKS.find((each) => each === chosen) ?? "light")}
        />
        <button type="button" className="button" onClick={() => void onTest()}>
          {t("mail-texts.test")}
        </button>
      </div>
      <Shown sampled={sampled} look={look} />
    </section>
  );
}

function Shown({ sampled, look }: { readonly sampled: SampledMail; readonly look: MailLook }): ReactNode {
  const { t } = useWords();
  const query = useQuery({
    queryKey: [...keys.admin("email/preview"), JSON.stringify(sampled)],
    queryFn: async () => ({ ...(await call(mailTextsApi.preview, { body: sampled })), sampled }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const fault = query.error === null ? null : refusalWords(query.error);
  return (
    <>
      {fault === null ? null : (
        <p className="complaint" role="status">
          {t(fault.key, fault.args)}
        </p>
      )}
      {query.data === undefined ? null : (
        <>
          <p>{t("mail-texts.preview-subject", { subject: query.data.subject })}</p>
          <iframe
            className={look === "dark" ? "mail-preview dark" : "mail-preview"}
            sandbox=""
            title={t("mail-texts.preview-html")}
            src={previewAddress(query.data.sampled, look)}
          />
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
    </>
  );
}
