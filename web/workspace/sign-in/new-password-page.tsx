/** Where a link leads that chooses a new password. Its token leaves the address bar at once, and is spent by a POST. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, type SubmitEvent, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { MIN_PASSWORD_CHARS } from "../../../contract/people/account.ts";
import { passwordsApi } from "../../../contract/passwords/passwords.ts";
import { call, refusalOf } from "../api.ts";
import { PasswordField } from "../controls/password-field.tsx";
import { keys } from "../live/keys.ts";
import { refusalWords } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";
import { Gate } from "./gate.tsx";

export function NewPasswordPage({ onLocale }: { readonly onLocale: (locale: string) => void }): ReactNode {
  const { t } = useWords();
  const token = useToken();
  const owner = useQuery({
    queryKey: keys.reset(token),
    queryFn: () => call(passwordsApi.lookAtReset, { body: { token } }),
  });
  if (owner.isPending) return null;
  const isGone = owner.isError && ["link-invalid", "request-invalid"].includes(refusalOf(owner.error).code);
  const refusal = owner.isError ? refusalWords(owner.error) : null;
  const words = isGone ? t("new-password.gone-lead") : refusal === null ? "" : t(refusal.key, refusal.args);
  const isFirst = owner.data?.isFirst === true;
  const title = isFirst ? "new-password.first" : "new-password.title";
  return (
    <Gate
      title={t(isGone ? "new-password.gone" : title)}
      lead={
        owner.data === undefined
          ? words
          : t(isFirst ? "new-password.first-lead" : "new-password.lead", {
              name: owner.data.name,
              email: owner.data.email,
            })
      }
      onLocale={onLocale}
    >
      {owner.data === undefined ? (
        <p className="gate-way">
          <Link href="/forgot-password">{t("sign-in.forgot")}</Link>
        </p>
      ) : (
        <ChooseForm token={token} email={owner.data.email} isFirst={isFirst} />
      )}
    </Gate>
  );
}

interface FormProps {
  readonly token: string;
  readonly email: string;
  readonly isFirst: boolean;
}

function ChooseForm({ token, email, isFirst }: FormProps): ReactNode {
  const { t } = useWords();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const [password, setPassword] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState<string | undefined>(undefined);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await call(passwordsApi.redeemReset, { body: { token, password } });
      navigate("/", { replace: true });
      await cache.invalidateQueries({ queryKey: keys.me });
    } catch (error) {
      const { key, args } = refusalWords(error);
      setComplaint(t(key, args));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      {/* Password managers keep the new one under this name. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label={t(isFirst ? "password" : "new-password.label")}
        hint={t("password.hint", { least: MIN_PASSWORD_CHARS })}
        complaint={complaint}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
      />
      <button type="submit" className="button primary wide" disabled={isBusy}>
        {t("new-password.button")}
      </button>
    </form>
  );
}

/** What the fragment holds, also where a second link is pasted into the same tab. Empty: nothing. */
function useToken(): string {
  const [token, setToken] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const take = (): void => {
      if (location.hash === "") return;
      setToken(location.hash.slice(1));
      history.replaceState(history.state, "", location.pathname);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);
  return token;
}
