/** One mail of triage, and what may be made of it. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "wouter";
import { blockedApi } from "../../../contract/people/blocked.ts";
import { type InboundMail, triageApi } from "../../../contract/mail/triage.ts";
import { mayHandle } from "../../../contract/people/roles.ts";
import { call } from "../api.ts";
import { Icon } from "../controls/icons.tsx";
import { useNotices } from "../controls/notices.tsx";
import { keys } from "../live/keys.ts";
import { useMe } from "../me-context.tsx";
import { useWords, type WordKey } from "../words-context.tsx";
import { AttachDialog } from "./attach-dialog.tsx";
import { MailView } from "./mail-view.tsx";
import { subjectOf } from "./triage-pane.tsx";
import { reasonKey } from "./triage-words.ts";
import { useMail } from "./use-triage.ts";

export function TriagePage({ id }: { readonly id: string }): ReactNode {
  const { t } = useWords();
  const { data: mail } = useMail(id);
  const isWaiting = mail?.state === "triage";
  return (
    <div className="triage">
      <header className="conversation-head">
        <Link href="/triage" className="button icon-only quiet back" aria-label={t("triage.back")}>
          <Icon name="back" />
        </Link>
        <div className="conversation-who">
          <h1>
            <bdi>{mail === undefined ? t("triage") : (subjectOf(mail) ?? t("mail.no-subject"))}</bdi>
          </h1>
          {mail === undefined ? null : (
            <p className="person-presence">
              {isWaiting ? t(reasonKey(mail.because ?? ""), { code: mail.because ?? "" }) : t("triage.decided")}
            </p>
          )}
        </div>
      </header>
      <div className="triage-scroll" tabIndex={0} role="region" aria-label={t("mail.original")}>
        <MailView id={id} />
      </div>
      {isWaiting ? <Decisions mail={mail} /> : null}
    </div>
  );
}

/** What is kept no longer can be posted nowhere. */
function Decisions({ mail }: { readonly mail: InboundMail }): ReactNode {
  const { t } = useWords();
  const { id } = mail;
  const me = useMe();
  const [isPicking, setPicking] = useState(false);
  const settle = useSettle(id);
  if (!mayHandle(me)) return <p className="triage-foot quiet-text">{t("barred.light-agent")}</p>;
  return (
    <div className="triage-foot row">
      {mail.unreadable === "original-removed" ? null : (
        <>
          <button type="button" className="button primary" onClick={() => setPicking(true)}>
            {t("triage.attach")}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void settle(() => call(triageApi.begin, { params: { id } }))}
          >
            {t("triage.begin")}
          </button>
        </>
      )}
      <button
        type="button"
        className="button quiet"
        onClick={() => void settle(() => call(triageApi.ignore, { params: { id } }))}
      >
        {t("triage.ignore")}
      </button>
      {mail.from.address !== null ? (
        <button
          type="button"
          className="button quiet"
          onClick={() => void settle(() => call(blockedApi.senderOfMail, { params: { id } }), "triage.blocked")}
        >
          {t("triage.block")}
        </button>
      ) : null}
      {isPicking ? (
        <AttachDialog
          onPick={(conversationId) =>
            void settle(() => call(triageApi.attach, { params: { id }, body: { conversationId } }))
          }
          onClose={() => setPicking(false)}
        />
      ) : null}
    </div>
  );
}

type Settle = (decide: () => Promise<{ readonly conversationId: string } | null>, done?: WordKey) => Promise<void>;

/** Does it, and goes to where the mail is now, or back to the list. */
function useSettle(id: string): Settle {
  const { t } = useWords();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const { say, sayRefusal } = useNotices();
  return async (decide, done = "triage.ignored") => {
    try {
      const placed = await decide();
      if (placed === null) say(t(done));
      navigate(placed === null ? "/triage" : `/c/${placed.conversationId}?view=all`);
    } catch (error) {
      sayRefusal(error);
    }
    await cache.invalidateQueries({ queryKey: keys.mail(id) });
    await cache.invalidateQueries({ queryKey: keys.triage });
  };
}
