/** *Forgot password?*: asks for a link by mail; where no mail leaves, says whom to ask. */
import { type ReactNode, type SubmitEvent, useState } from "react";
import { Link } from "wouter";
import { passwordsApi } from "../../../contract/passwords/passwords.ts";
import { call } from "../api.ts";
import { Field } from "../controls/field.tsx";
import { type RefusalWords, refusalWords } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";
import { Gate } from "./gate.tsx";

interface Props {
  readonly canMail: boolean;
  readonly onLocale: (locale: string) => void;
}

export function ForgotPage({ canMail, onLocale }: Props): ReactNode {
  const { t } = useWords();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const lead = canMail ? (sentTo === null ? "forgot.lead" : "forgot.sent-lead") : "forgot.ask-admin";
  return (
    <Gate title={t(sentTo === null ? "forgot.title" : "forgot.sent")} lead={t(lead)} onLocale={onLocale}>
      {canMail && sentTo === null ? <AskForm onSent={setSentTo} /> : null}
      {sentTo === null ? null : <p role="status">{t("forgot.sent-to", { email: sentTo })}</p>}
      <p className="gate-way">
        <Link href="/sign-in">{t("forgot.back")}</Link>
      </p>
    </Gate>
  );
}

function AskForm({ onSent }: { readonly onSent: (email: string) => void }): ReactNode {
  const { t } = useWords();
  const [email, setEmail] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalWords | null>(null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await call(passwordsApi.forgot, { body: { email: email.trim() } });
      onSent(email.trim());
    } catch (error) {
      setRefusal(refusalWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <Field label={t("email")}>
        {(ids) => (
          <input
            {...ids}
            type="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        )}
      </Field>
      {refusal === null ? null : (
        <p className="complaint" role="alert">
          {t(refusal.key, refusal.args)}
        </p>
      )}
      <button type="submit" className="button primary wide" disabled={isBusy}>
        {t("forgot.button")}
      </button>
    </form>
  );
}
