/** People › Blocked end users: whose messages reach nobody, what was kept out, and the way back. */
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { blockedApi, type BlockedEntry } from "../../../../contract/people/blocked.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { Icon } from "../../controls/icons.tsx";
import { keys } from "../../live/keys.ts";
import { initialsOf } from "../../controls/face.tsx";
import { useWords } from "../../words-context.tsx";
import { BlockSenderDialog } from "./block-sender-dialog.tsx";
import { KeptOutDialog } from "./kept-out-dialog.tsx";
import { Page, WhenLoaded } from "../page.tsx";
import { useAdmin, useSave } from "../use-settings.ts";

export function BlockedPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("blocked"), () => call(blockedApi.list));
  const [isAdding, setAdding] = useState(false);
  return (
    <Page
      trail={["nav.people", "nav.blocked"]}
      title={t("nav.blocked")}
      lead={t("blocked.lead")}
      aside={
        <button type="button" className="button primary" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {t("blocked.add")}
        </button>
      }
    >
      <WhenLoaded of={loaded}>
        {({ blocked }) =>
          blocked.length === 0 ? (
            <p className="quiet-text blocked-none">{t("blocked.none")}</p>
          ) : (
            <ul className="rows">
              {blocked.map((entry) => (
                <BlockedRow key={entry.id} entry={entry} />
              ))}
            </ul>
          )
        }
      </WhenLoaded>
      {isAdding ? <BlockSenderDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function BlockedRow({ entry }: { readonly entry: BlockedEntry }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const save = useSave();
  const [isReading, setReading] = useState(false);
  const name = useNameOf(entry);
  const { messages, mails } = entry.keptOut;
  const conversationId = entry.person?.conversationId ?? null;
  const at = times.moment(entry.at, now);
  return (
    <li className="member blocked">
      <span className="avatar" aria-hidden="true">
        {(entry.person?.name ?? null) === null ? (
          <Icon name={entry.person === null ? "mail" : "person"} />
        ) : (
          initialsOf(name)
        )}
      </span>
      <span className="row-words">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        {entry.person !== null && entry.sender !== null ? <bdi className="quiet-text">{entry.sender}</bdi> : null}
        <span className="quiet-text">
          {entry.by === null ? t("blocked.since", { at }) : t("blocked.by", { name: entry.by, at })}
        </span>
        {conversationId === null ? null : (
          <Link href={`/c/${conversationId}?view=all`}>{t("blocked.conversation")}</Link>
        )}
      </span>
      <span className="tags">
        <span className="tag off">{t(`blocked.because.${entry.because}`)}</span>
      </span>
      <span className="row blocked-acts">
        {messages + mails === 0 ? null : (
          <button type="button" className="button quiet" onClick={() => setReading(true)}>
            {t("blocked.kept-out", { count: messages + mails })}
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-label={t("blocked.lift.of", { name })}
          onClick={() => void save(() => call(blockedApi.lift, { params: { id: entry.id } }))}
        >
          {t("blocked.lift")}
        </button>
      </span>
      {isReading ? <KeptOutDialog id={entry.id} name={name} onClose={() => setReading(false)} /> : null}
    </li>
  );
}

/** The person's name or label; of an address or domain, that. */
function useNameOf({ person, sender }: BlockedEntry): string {
  const { t } = useWords();
  if (person === null) return sender ?? "";
  return person.name ?? t("visitor", { label: person.label });
}
