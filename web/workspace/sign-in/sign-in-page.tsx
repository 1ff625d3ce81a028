/** Sign in. In the demo its sign-in is shown and one press away. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, type SubmitEvent, useId, useState } from "react";
import { Link } from "wouter";
import type { accountApi } from "../../../contract/people/account.ts";
import { agentSessionsApi } from "../../../contract/sessions/agent-sessions.ts";
import type { AnswerOf } from "../../../contract/route.ts";
import { call } from "../api.ts";
import { PasswordField } from "../controls/password-field.tsx";
import { TextField } from "../controls/text-fields.tsx";
import { keys } from "../live/keys.ts";
import { type RefusalWords, refusalWords } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";
import { Gate } from "./gate.tsx";

interface Props {
  readonly setup: AnswerOf<typeof accountApi.setUp>;
  readonly onLocale: (locale: string) => void;
}

export function SignInPage({ setup, onLocale }: Props): ReactNode {
  const { t } = useWords();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { refusal, isBusy, submit } = useSignIn();

  return (
    <Gate title={t("sign-in.title")} lead={t("sign-in.lead", { account: setup.accountName })} onLocale={onLocale}>
      <form
        className="stack"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void submit(email, password);
        }}
      >
        <TextField
          label={t("email")}
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onText={setEmail}
        />
        <PasswordField label={t("password")} autoComplete="current-password" value={password} onChange={setPassword} />
        {refusal === null ? null : (
          <p className="complaint" role="alert">
            {t(refusal.key, refusal.args)}
          </p>
        )}
        <button type="submit" className="button primary wide" disabled={isBusy}>
          {t("sign-in.button")}
        </button>
        <p className="gate-way">
          <Link href="/forgot-password">{t("sign-in.forgot")}</Link>
        </p>
      </form>
      {setup.demoSignIn === null ? null : <DemoSignIn demo={setup.demoSignIn} isBusy={isBusy} onSignIn={submit} />}
    </Gate>
  );
}

interface DemoProps {
  readonly demo: NonNullable<AnswerOf<typeof accountApi.setUp>["demoSignIn"]>;
  readonly isBusy: boolean;
  readonly onSignIn: (email: string, password: string) => Promise<void>;
}

function DemoSignIn({ demo, isBusy, onSignIn }: DemoProps): ReactNode {
  const { t } = useWords();
  const id = useId();
  return (
    <section className="gate-demo" aria-labelledby={id}>
      <h2 id={id}>{t("sign-in.demo")}</h2>
      <p>{t("sign-in.demo-lead")}</p>
      <dl className="facts">
        <dt>{t("email")}</dt>
        <dd>{demo.email}</dd>
        <dt>{t("password")}</dt>
        <dd>{demo.password}</dd>
      </dl>
      <button
        type="button"
        className="button wide"
        disabled={isBusy}
        onClick={() => void onSignIn(demo.email, demo.password)}
      >
        {t("sign-in.demo-button")}
      </button>
    </section>
  );
}

function useSignIn(): {
  readonly refusal: RefusalWords | null;
  readonly isBusy: boolean;
  readonly submit: (email: string, password: string) => Promise<void>;
} {
  const cache = useQueryClient();
  const [refusal, setRefusal] = useState<RefusalWords | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (email: string, password: string): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      await call(agentSessionsApi.signIn, { body: { email: email.trim(), password } });
      await cache.invalidateQueries({ queryKey: keys.me });
    } catch (error) {
      setRefusal(refusalWords(error));
    } finally {
      setBusy(false);
    }
  };
  return { refusal, isBusy, submit };
}
