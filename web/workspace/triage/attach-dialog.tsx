/** Finds the conversation that a mail belongs to. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { ConversationSummary } from "../../../contract/conversation/agent-shapes.ts";
import { Dialog } from "../controls/dialog.tsx";
import { Trouble } from "../controls/trouble.tsx";
import { loadList } from "../queue/load-list.ts";
import { useWords } from "../words-context.tsx";

interface Props {
  readonly onPick: (conversationId: string) => void;
  readonly onClose: () => void;
}

/** Enough to choose from; whoever wants another one searches for it. */
const MOST = 20;

export function AttachDialog({ onPick, onClose }: Props): ReactNode {
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim());
  const query = useQuery({
    queryKey: ["attach", search],
    queryFn: () => find(search),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return (
    <Dialog title={t("triage.attach")} className="attach" onClose={onClose}>
      <p className="quiet-text">{t("triage.attach.lead")}</p>
      <label className="field">
        <span>{t("triage.attach.search")}</span>
        <input type="search" value={typed} autoFocus onChange={(event) => setTyped(event.currentTarget.value)} />
      </label>
      {query.error === null ? null : <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 ? <p className="quiet-text">{t("list.none-found")}</p> : null}
      <ul className="picks">
        {(query.data ?? []).map((summary) => (
          <li key={summary.id}>
            <Pick summary={summary} onPick={onPick} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Solved ones too: a mail may be the answer to one. A closed one takes no mail. */
async function find(search: string): Promise<readonly ConversationSummary[]> {
  const views = await Promise.all((["all", "solved"] as const).map((view) => loadList({ view, search, before: null })));
  return views
    .flatMap(({ conversations }) => conversations)
    .filter(({ status }) => status !== "closed")
    .slice(0, MOST);
}

interface PickProps extends Pick<Props, "onPick"> {
  readonly summary: ConversationSummary;
}

function Pick({ summary, onPick }: PickProps): ReactNode {
  const { t } = useWords();
  return (
    <button type="button" className="pick" onClick={() => onPick(summary.id)}>
      <span className="pick-who">
        <bdi>{summary.endUser.name ?? t("visitor", { label: summary.label })}</bdi>
        <span className={`status-pill ${summary.status}`}>{t(`status.${summary.status}`)}</span>
      </span>
      <bdi className="pick-text">{summary.lastMessage.text}</bdi>
    </button>
  );
}
