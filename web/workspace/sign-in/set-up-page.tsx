/** The first page of a new installation: makes the first admin. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, type SubmitEvent, useState } from "react";
import { accountApi, MIN_PASSWORD_CHARS } from "../../../contract/people/account.ts";
import { call } from "../api.ts";
import { TextField } from "../controls/text-fields.tsx";
import { keys } from "../live/keys.ts";
import { type RefusalWords, refusalWords } from "../refusal-words.ts";
import { useWords, type WordKey } from "../words-context.tsx";
import { Gate } from "./gate.tsx";

const FIELDS = [
  { name: "code", label: "set-up.code", type: "text", autoComplete: "one-time-code" },
  { name: "accountName", label: "account.name", type: "text", autoComplete: "organization" },
  { name: "name", label: "your-name", type: "text", autoComplete: "name" },
  { name: "email", label: "email", type: "email", autoComplete: "username" },
  { name: "password", label: "password", type: "password", autoComplete: "new-password" },
] as const satisfies readonly { name: string; label: WordKey; type: string; autoComplete: string }[];

type Entered = Readonly<Record<(typeof FIELDS)[number]["name"], string>>;

export function SetUpPage({ onLocale }: { readonly onLocale: (locale: string) => void }): ReactNode {
  const { t, locale } = useWords();
  const cache = useQueryClient();
  const [entered, setEntered] = useState<Entered>({ code: "", accountName: "", name: "", email: "", password: "" });
  const [refusal, setRefusal] = useState<RefusalWords | null>(null);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const [code, email] = [entered.code.trim(), entered.email.trim()];
      await call(accountApi.makeFirstAdmin, { body: { ...entered, code, email, locale, timeZone } });
      // Signed in by it, or else sent to the sign-in page.
      await cache.invalidateQueries({ queryKey: keys.me });
      await cache.invalidateQueries({ queryKey: keys.setup });
    } catch (error) {
      setRefusal(refusalWords(error));
    }
  };

  return (
    <Gate title={t("set-up.title")} lead={t("set-up.lead")} onLocale={onLocale}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        {FIELDS.map((field) => (
          <TextField
            key={field.name}
            label={t(field.label)}
            {...hintOf(field.name, t)}
            type={field.type}
            autoComplete={field.autoComplete}
            required
            value={entered[field.name]}
            onText={(text) => setEntered({ ...entered, [field.name]: text })}
          />
        ))}
        {refusal === null ? null : (
          <p className="complaint" role="alert">
            {t(refusal.key, refusal.args)}
          </p>
        )}
        <button type="submit" className="button primary wide">
          {t("set-up.button")}
        </button>
      </form>
    </Gate>
  );
}

function hintOf(field: keyof Entered, t: ReturnType<typeof useWords>["t"]): { readonly hint?: string } {
  if (field === "code") return { hint: t("set-up.code-hint") };
  return field === "password" ? { hint: t("password.hint", { least: MIN_PASSWORD_CHARS }) } : {};
}
