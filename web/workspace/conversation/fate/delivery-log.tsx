/** The mails of one conversation and every attempt, in words and in the mail system's own. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Static } from "typebox";
import type { DeliveryView } from "../../../../contract/conversation/agent-shapes.ts";
import type { StoredMail } from "../../../../contract/mail/triage.ts";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { keys } from "../../live/keys.ts";
import { OriginalMailButton } from "../../triage/original-mail.tsx";
import { verdictKey } from "../../triage/triage-words.ts";
import { useWords } from "../../words-context.tsx";
import { deliveryKey, outcomeKey } from "./delivery-words.ts";

interface Props {
  readonly id: string;
  /** The log is asked for anew when the conversation changes. */
  readonly revision: number;
}

export function DeliveryLog({ id, revision }: Props): ReactNode {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const query = useQuery({
    queryKey: [...keys.deliveries(id), revision],
    queryFn: () => call(conversationApi.deliveries, { params: { id } }),
    enabled: isOpen,
    placeholderData: keepPreviousData,
  });
  const deliveries = query.data?.deliveries ?? [];
  return (
    <details className="panel-section log" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{t("log")}</h3>
      </summary>
      {query.data !== undefined && deliveries.length === 0 && query.data.recorded.length === 0 ? (
        <p className="quiet-text">{t("log.empty")}</p>
      ) : null}
      <ol className="deliveries">
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <Delivery delivery={delivery} />
          </li>
        ))}
      </ol>
      <RecordedMails mails={query.data?.recorded ?? []} />
    </details>
  );
}

/** Automatic answers, bounces and the like: no message of the conversation, and never out of sight. */
function RecordedMails({ mails }: { readonly mails: readonly StoredMail[] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  if (mails.length === 0) return null;
  return (
    <>
      <h4>{t("log.recorded")}</h4>
      <ol className="deliveries">
        {mails.map((mail) => (
          <li key={mail.id} className="recorded-mail">
            <div>
              <p className="delivery-head">
                <span>{mail.verdict === null ? null : t(verdictKey(mail.verdict), { code: mail.verdict })}</span>
                <time dateTime={new Date(mail.receivedAt).toISOString()} title={times.exact(mail.receivedAt)}>
                  {times.moment(mail.receivedAt, now)}
                </time>
              </p>
              <p className="quiet-text" dir="auto">
                {mail.subject} · {mail.from.address ?? mail.from.name}
              </p>
            </div>
            <OriginalMailButton id={mail.id} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Delivery({ delivery }: { readonly delivery: Static<typeof DeliveryView> }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  return (
    <>
      <p className="delivery-head">
        <span className={`delivery-state ${delivery.state}`}>
          {t(deliveryKey(delivery.state), { code: delivery.state })}
        </span>
        <time dateTime={new Date(delivery.createdAt).toISOString()} title={times.exact(delivery.createdAt)}>
          {times.moment(delivery.createdAt, now)}
        </time>
      </p>
      <p className="quiet-text">
        {t("log.carries", { count: delivery.seqs.length })} · {delivery.to}
      </p>
      {delivery.state === "bounced" && delivery.because !== null ? (
        <code className="said">{delivery.because}</code>
      ) : null}
      {delivery.nextAttemptAt === null || delivery.nextAttemptAt <= now ? null : (
        <p className="quiet-text">
          {t(delivery.isHeld ? "log.held" : "log.next", { at: times.moment(delivery.nextAttemptAt, now) })}
        </p>
      )}
      <ol className="attempts">
        {delivery.attempts.map((attempt) => (
          <li key={attempt.at}>
            {times.moment(attempt.at, now)} · {t(outcomeKey(attempt.outcome), { code: attempt.outcome })}
            {attempt.reply === null ? null : <code>{attempt.reply}</code>}
          </li>
        ))}
      </ol>
    </>
  );
}
