/** What a block has kept out: messages as they were written, mails to be opened. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { blockedApi, type KeptOut } from "../../../../contract/people/blocked.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { Dialog } from "../../controls/dialog.tsx";
import { Icon } from "../../controls/icons.tsx";
import { Trouble } from "../../controls/trouble.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";

interface Props {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}

export function KeptOutDialog({ id, name, onClose }: Props): ReactNode {
  const { t } = useWords();
  const query = useQuery({
    queryKey: keys.admin(`blocked/${id}`),
    queryFn: () => call(blockedApi.keptOut, { params: { id } }),
    staleTime: 0,
  });
  return (
    <Dialog title={t("blocked.kept-out.title", { name })} onClose={onClose}>
      {query.data === undefined ? (
        query.error === null ? (
          <div className="loading" />
        ) : (
          <Trouble error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <ul className="kept-out">
          {query.data.kept.map((each) => (
            <KeptLine key={`${each.at}-${each.mailId ?? each.text}`} kept={each} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function KeptLine({ kept: { at, text, mailId } }: { readonly kept: KeptOut["kept"][number] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  return (
    <li>
      <Icon name={mailId === null ? "chat" : "mail"} />
      <span className="row-words">
        {mailId === null ? (
          <bdi className="kept-text">{text}</bdi>
        ) : (
          <Link href={`/triage/${mailId}`}>
            <bdi>{text === "" ? t("mail.no-subject") : text}</bdi>
          </Link>
        )}
        <time className="quiet-text" dateTime={new Date(at).toISOString()} title={times.exact(at)}>
          {times.moment(at, now)}
        </time>
      </span>
    </li>
  );
}
