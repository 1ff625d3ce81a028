/** One conversation in a list; in the queue with its Accept button. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ConversationSummary, ViewName } from "../../../contract/conversation/agent-shapes.ts";
import { Icon } from "../controls/icons.tsx";
import { filesInWords } from "../files/file-names.ts";
import { AcceptButton } from "../conversation/accept-button.tsx";
import { useWords } from "../words-context.tsx";
import { conversationPath } from "./view-of-url.ts";

interface Props {
  readonly summary: ConversationSummary;
  readonly view: ViewName;
  readonly isOpen: boolean;
  readonly now: number;
}

export function ConversationLine({ summary, view, isOpen, now }: Props): ReactNode {
  const { t, times } = useWords();
  const { lastMessage, channel, queuedAt } = summary;
  const isQueue = view === "queue" && queuedAt !== null;
  const isUnread = summary.unread > 0;
  const age = times.ago(isQueue ? queuedAt : lastMessage.at, now);
  return (
    <article className={`line${isOpen ? " open" : ""}${isUnread ? " unread" : ""}`}>
      <Link href={conversationPath(summary.id, view)} className="line-link" aria-current={isOpen ? "true" : undefined}>
        <span className="line-top">
          {isUnread ? <span className="unread-dot" title={t("unread", { count: summary.unread })} /> : null}
          <span className="line-name">{nameOf(summary, t("visitor", { label: summary.label }))}</span>
          <span className="unseen">{isUnread ? t("unread", { count: summary.unread }) : ""}</span>
          <time
            className="line-time"
            dateTime={new Date(lastMessage.at).toISOString()}
            title={times.exact(lastMessage.at)}
          >
            {isQueue ? (age === null ? t("waits.now") : t("waits", { span: age })) : (age ?? t("now"))}
          </time>
        </span>
        <span className="line-text">
          {summary.subject === null || summary.subject === lastMessage.text ? null : (
            <>
              <bdi className="line-subject">{summary.subject}</bdi>
              {" – "}
            </>
          )}
          {lastMessage.authorKind === "agent" ? <span className="line-who">{t("line.agent")} </span> : null}
          <LastWords lastMessage={lastMessage} />
        </span>
        <span className="line-foot">
          <span className="line-channel" title={t(`via.${channel}`)}>
            <Icon name={channel === "email" ? "mail" : "chat"} />
            <span className="unseen">{t(`via.${channel}`)}</span>
          </span>
          <span className={`status-pill ${summary.status}`}>{t(`status.${summary.status}`)}</span>
          {summary.assignee === null ? null : <span className="line-assignee">{summary.assignee.name}</span>}
        </span>
      </Link>
      {isQueue ? (
        <AcceptButton
          id={summary.id}
          className="button primary line-accept"
          label={t("accept.of", { who: nameOf(summary, t("visitor", { label: summary.label })) })}
        />
      ) : null}
    </article>
  );
}

function LastWords({ lastMessage }: Pick<ConversationSummary, "lastMessage">): ReactNode {
  const { t } = useWords();
  const { text, attachments } = lastMessage;
  if (attachments.length === 0) return <bdi>{text === "" ? t("line.no-text") : text}</bdi>;
  const files = filesInWords(attachments, t);
  return (
    <>
      <span className="line-clip" title={attachments.join("\n")}>
        <Icon name="clip" />
      </span>
      {text === "" ? (
        <bdi>{files}</bdi>
      ) : (
        <>
          <span className="unseen">{files}. </span>
          <bdi>{text}</bdi>
        </>
      )}
    </>
  );
}

const nameOf = (summary: ConversationSummary, anonymous: string): string => summary.endUser.name ?? anonymous;
