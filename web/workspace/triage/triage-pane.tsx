/** The list of mail that nobody could place or trust; j and k go through it. */
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { StoredMail } from "../../../contract/mail/triage.ts";
import { useNow } from "../clock.ts";
import { Trouble } from "../controls/trouble.tsx";
import { useKeys } from "../shell/use-keys.ts";
import { useWords } from "../words-context.tsx";
import { reasonKey, verdictKey } from "./triage-words.ts";
import { type TriageState, useTriage } from "./use-triage.ts";

const NO_MAILS: readonly StoredMail[] = [];

export function TriagePane({ openId }: { readonly openId: string | null }): ReactNode {
  const { t } = useWords();
  const [, navigate] = useLocation();
  const state = useTriage();
  const mails = state.list?.mails ?? NO_MAILS;
  const move = (by: 1 | -1): void => {
    const at = mails.findIndex((mail) => mail.id === openId);
    const target = mails[at === -1 ? 0 : at + by];
    if (target !== undefined) navigate(`/triage/${target.id}`);
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  return (
    <section className="list-pane" aria-label={t("triage")}>
      <div className="list-head">
        {openId === null ? <h1>{t("triage")}</h1> : <h2>{t("triage")}</h2>}
        <p className="quiet-text">{t("triage.lead")}</p>
      </div>
      <TriageBody state={state} openId={openId} />
    </section>
  );
}

function TriageBody({ state, openId }: { readonly state: TriageState; readonly openId: string | null }): ReactNode {
  const { t } = useWords();
  const { list, error } = state;
  if (list === undefined) {
    return error === null ? <div className="loading" /> : <Trouble error={error} onRetry={state.reload} />;
  }
  if (list.mails.length === 0) return <p className="list-empty">{t("triage.empty")}</p>;
  return (
    <div className="list-scroll">
      <ul className="lines">
        {list.mails.map((mail) => (
          <li key={mail.id}>
            <MailLine mail={mail} isOpen={mail.id === openId} />
          </li>
        ))}
      </ul>
      {list.next === null ? null : (
        <button type="button" className="button wide" onClick={() => void state.loadMore()}>
          {t("list.more")}
        </button>
      )}
    </div>
  );
}

function MailLine({ mail, isOpen }: { readonly mail: StoredMail; readonly isOpen: boolean }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(20_000);
  const { from } = mail;
  return (
    <article className={isOpen ? "line mail-line open" : "line mail-line"}>
      <Link href={`/triage/${mail.id}`} className="line-link" aria-current={isOpen ? "true" : undefined}>
        <span className="line-top">
          <bdi className="line-name">{from.name ?? from.address ?? t("sender.unknown")}</bdi>
          <time
            className="line-time"
            dateTime={new Date(mail.receivedAt).toISOString()}
            title={times.exact(mail.receivedAt)}
          >
            {times.ago(mail.receivedAt, now) ?? t("now")}
          </time>
        </span>
        <bdi className="line-subject">{subjectOf(mail) ?? t("mail.no-subject")}</bdi>
        <bdi className="line-text">{mail.preview}</bdi>
        <span className="line-foot">
          {mail.verdict === null || mail.verdict === "person" ? null : (
            <span className="status-pill">{t(verdictKey(mail.verdict), { code: mail.verdict })}</span>
          )}
          <span className="line-reason">{t(reasonKey(mail.because ?? ""), { code: mail.because ?? "" })}</span>
        </span>
      </Link>
    </article>
  );
}

/** Null: the mail has none. */
export const subjectOf = ({ subject }: StoredMail): string | null =>
  subject === null || subject.trim() === "" ? null : subject;
