/** Who it is, in which state, and whose: Accept, status, hand-over. */
import { type Channel, SETTABLE_STATUSES } from "../../../contract/shared.ts";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { AgentConversation } from "../../../contract/conversation/agent-shapes.ts";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { call } from "../api.ts";
import { useNow } from "../clock.ts";
import { Icon } from "../controls/icons.tsx";
import { Menu, type MenuItem } from "../controls/menu.tsx";
import { useMe } from "../me-context.tsx";
import { useView, viewPath } from "../queue/view-of-url.ts";
import { useWords } from "../words-context.tsx";
import { AcceptButton } from "./accept-button.tsx";
import { HandOver } from "./hand-over.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { whyNoHandling } from "./timeline/reply-words.ts";
import { useAct } from "./use-conversation.ts";
import { IconButton } from "../controls/icon-button.tsx";

interface Props {
  readonly conversation: AgentConversation;
  /** By which a reply would go. */
  readonly channel: Channel;
  readonly who: string;
  readonly isPanelOpen: boolean;
  readonly onPanel: () => void;
}

export function ConversationHeader({ conversation, channel, who, isPanelOpen, onPanel }: Props): ReactNode {
  const { t } = useWords();
  const view = useView();
  return (
    <header className="conversation-head">
      <Link href={viewPath(view)} className="button icon-only quiet back" aria-label={t("back-to-list")}>
        <Icon name="back" />
      </Link>
      <div className="conversation-who">
        <h1>{who}</h1>
        {conversation.subject === null ? null : <SubjectLine subject={conversation.subject} />}
        <PresenceLine conversation={conversation} />
      </div>
      <div className="conversation-actions">
        {conversation.queuedAt === null ? null : (
          <AcceptButton id={conversation.id} className="button primary">
            {" "}
            <kbd>a</kbd>
          </AcceptButton>
        )}
        <HandOver conversation={conversation} channel={channel} />
        <StatusMenu conversation={conversation} />
        <PersonMenu conversation={conversation} />
        <IconButton icon="panel" label={t("side-panel")} aria-pressed={isPanelOpen} onClick={onPanel} />
      </div>
    </header>
  );
}

/** What the mail that began it is about. */
function SubjectLine({ subject }: { readonly subject: string }): ReactNode {
  const { t } = useWords();
  return (
    <p className="head-subject" title={subject}>
      <Icon name="mail" />
      <span className="unseen">{t("subject")}: </span>
      <bdi>{subject}</bdi>
    </p>
  );
}

function PresenceLine({ conversation }: { readonly conversation: AgentConversation }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(20_000);
  const { connected, leftAt } = conversation.presence;
  const words = connected
    ? t("person.here")
    : leftAt === null
      ? t("person.not-here")
      : t("person.left", { at: times.moment(leftAt, now) });
  return (
    <p className="person-presence">
      <span className={connected ? "dot presence-online" : "dot presence-offline"} aria-hidden="true" />
      {words}
      <span className="head-brand"> · {conversation.brand.name}</span>
    </p>
  );
}

function StatusMenu({ conversation }: { readonly conversation: AgentConversation }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const act = useAct(conversation.id);
  const barred = whyNoHandling(me, conversation.status);
  const items = SETTABLE_STATUSES.map((status): MenuItem => ({
    id: status,
    label: t(`status.${status}`),
    hint: t(`status.${status}.hint`),
    dot: `status-${status}`,
    checked: conversation.status === status,
    onChoose: () =>
      void act(() => call(conversationApi.setStatus, { params: { id: conversation.id }, body: { status } })),
  }));
  return (
    <Menu
      items={items}
      opens="down-end"
      className="button status-button"
      disabled={barred !== null}
      label={t("status.button", { status: t(`status.${conversation.status}`) })}
      {...(barred === null ? {} : { title: t(barred) })}
    >
      <span className={`dot status-${conversation.status}`} aria-hidden="true" />
      {t(`status.${conversation.status}`)}
    </Menu>
  );
}
