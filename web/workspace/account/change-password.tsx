/** Changing one's own password: the old one is asked, and every other session ends. */
import { type ReactNode, type SubmitEvent, useState } from "react";
import { MIN_PASSWORD_CHARS } from "../../../contract/people/account.ts";
import { passwordsApi } from "../../../contract/passwords/passwords.ts";
import { call, refusalOf } from "../api.ts";
import { Dialog } from "../controls/dialog.tsx";
import { useNotices } from "../controls/notices.tsx";
import { PasswordField } from "../controls/password-field.tsx";
import { useMe } from "../me-context.tsx";
import { refusalWords } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";

interface Complaint {
  readonly about: "current" | "password";
  readonly words: string;
}

export function ChangePasswordDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const { say } = useNotices();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState<Complaint | null>(null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await call(passwordsApi.change, { body: { current, password } });
      say(t("change-password.done"));
      onClose();
    } catch (error) {
      const { key, args } = refusalWords(error);
      const about = refusalOf(error).code === "password-wrong" ? "current" : "password";
      setComplaint({ about, words: t(key, args) });
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("change-password")} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <p className="quiet-text">{t("change-password.lead")}</p>
        <input type="email" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordField
          label={t("change-password.current")}
          complaint={complaint?.about === "current" ? complaint.words : undefined}
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <PasswordField
          label={t("new-password.label")}
          hint={t("password.hint", { least: MIN_PASSWORD_CHARS })}
          complaint={complaint?.about === "password" ? complaint.words : undefined}
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
        />
        <div className="row end">
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="submit" className="button primary" disabled={isBusy}>
            {t("change-password")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
