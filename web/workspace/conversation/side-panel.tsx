/** Who the person is: identity, language, local time, page, address and its health; and what was mailed to them. */
import { type ReactNode, useId, useState } from "react";
import type { AgentConversation } from "../../../contract/conversation/agent-shapes.ts";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { mayHandle } from "../../../contract/people/roles.ts";
import { call } from "../api.ts";
import { useNow } from "../clock.ts";
import { Dialog, useModal } from "../controls/dialog.tsx";
import { Icon } from "../controls/icons.tsx";
import type { Held } from "../live/merge-changes.ts";
import { useMe } from "../me-context.tsx";
import { initialsOf } from "../controls/face.tsx";
import { useWords } from "../words-context.tsx";
import { DeliveryLog } from "./fate/delivery-log.tsx";
import { SiteFacts } from "./site-facts.tsx";
import { useAct } from "./use-conversation.ts";
import { IconButton } from "../controls/icon-button.tsx";

interface Props {
  readonly held: Held;
  readonly who: string;
}

/** The same over the messages, where there is no room beside them: modal, so the keyboard stays in it and comes back. */
export function SidePanelDrawer({ onClose, ...props }: Props & { readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const ref = useModal();
  return (
    <dialog
      ref={ref}
      className="panel-drawer"
      aria-label={t("side-panel")}
      onClose={onClose}
      onClick={(event) => {
        // Its own ground is covered by what it holds: a press on itself is one beside it.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <SidePanel {...props} />
      <IconButton icon="close" label={t("close")} className="panel-close" onClick={onClose} />
    </dialog>
  );
}

export function SidePanel({ held, who }: Props): ReactNode {
  const { t } = useWords();
  const { conversation } = held;
  const { endUser } = conversation;
  return (
    <aside className="side-panel" aria-label={t("side-panel")}>
      <div className="panel-who">
        <span className="avatar large" aria-hidden="true">
          {endUser.name === null ? <Icon name="person" /> : initialsOf(endUser.name)}
        </span>
        <div>
          <h2>{who}</h2>
          <p className={`identity ${endUser.identity}`} title={t(`identity.${endUser.identity}.hint`)}>
            {t(`identity.${endUser.identity}`)}
          </p>
        </div>
      </div>
      <AddressSection conversation={conversation} />
      <PersonFacts conversation={conversation} />
      <SiteFacts site={conversation.site} />
      <DeliveryLog id={conversation.id} revision={held.revision} />
    </aside>
  );
}

function AddressSection({ conversation }: { readonly conversation: AgentConversation }): ReactNode {
  const { t } = useWords();
  const id = useId();
  const { address } = conversation;
  return (
    <section className="panel-section" aria-labelledby={id}>
      <h3 id={id}>{t("address")}</h3>
      {address === null ? (
        <p className="quiet-text">{t("address.none")}</p>
      ) : (
        <>
          <p className="address-line">{address.email}</p>
          <p className={`health ${address.state}`}>
            <span className="dot" aria-hidden="true" />
            <span>
              {t(`address.${address.state}`)}
              {address.reason === null ? null : <q className="reason">{address.reason}</q>}
            </span>
          </p>
        </>
      )}
      <AskAddress conversation={conversation} />
      <RevokeLinks conversation={conversation} />
    </section>
  );
}

function AskAddress({ conversation }: { readonly conversation: AgentConversation }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const act = useAct(conversation.id);
  const { address, addressAsked, status } = conversation;
  if (status === "closed" || (address !== null && address.state !== "bounced")) return null;
  if (addressAsked) return <p className="quiet-text">{t("address.asked")}</p>;
  const isBarred = !mayHandle(me);
  return (
    <button
      type="button"
      className="button"
      disabled={isBarred}
      title={isBarred ? t("barred.light-agent") : undefined}
      onClick={() => void act(() => call(conversationApi.askAddress, { params: { id: conversation.id } }))}
    >
      <Icon name="mail" /> {t(address === null ? "address.ask" : "address.ask-again")}
    </button>
  );
}

/** Takes back what mails lead to: the wrong person may have got one. */
function RevokeLinks({ conversation }: { readonly conversation: AgentConversation }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const act = useAct(conversation.id);
  const [isAsking, setAsking] = useState(false);
  if (conversation.address === null || !mayHandle(me)) return null;
  const revoke = (): void => {
    setAsking(false);
    void act(() => call(conversationApi.revokeLinks, { params: { id: conversation.id } }));
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {t("links.revoke")}
      </button>
      {isAsking ? (
        <Dialog title={t("links.revoke")} onClose={() => setAsking(false)}>
          <div className="stack">
            <p>{t("links.revoke.what")}</p>
            <div className="row end">
              <button type="button" className="button" onClick={() => setAsking(false)}>
                {t("cancel")}
              </button>
              <button type="button" className="button danger" onClick={revoke}>
                {t("links.revoke.confirm")}
              </button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

function PersonFacts({ conversation }: { readonly conversation: AgentConversation }): ReactNode {
  const { t, times, locale } = useWords();
  const id = useId();
  const now = useNow(20_000);
  const { endUser, pageUrl, createdAt } = conversation;
  const clock = endUser.timeZone === null ? null : times.elsewhere(now, endUser.timeZone);
  return (
    <section className="panel-section" aria-labelledby={id}>
      <h3 id={id}>{t("about")}</h3>
      <dl className="facts">
        <dt>{t("about.language")}</dt>
        <dd>{languageName(locale, endUser.locale)}</dd>
        {clock === null ? null : (
          <>
            <dt>{t("about.local-time")}</dt>
            <dd>
              {clock} <span className="quiet-text">{endUser.timeZone?.replaceAll("_", " ")}</span>
            </dd>
          </>
        )}
        {pageUrl === null ? null : (
          <>
            <dt>{t("about.page")}</dt>
            <dd>
              <a href={pageUrl} target="_blank" rel="noopener noreferrer nofollow" className="page-link">
                {pageUrl.replace(/^https?:\/\//u, "")}
              </a>
            </dd>
          </>
        )}
        <dt>{t("about.began")}</dt>
        <dd>{times.moment(createdAt, now)}</dd>
        <dt>{t("about.other")}</dt>
        <dd>{t("about.other-count", { count: endUser.otherConversations })}</dd>
      </dl>
    </section>
  );
}

/** *French*, with the tag where no name is known. */
function languageName(reader: string, tag: string): string {
  try {
    return new Intl.DisplayNames(reader, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
