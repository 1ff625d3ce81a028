/** The list of one view, with search; j and k go through it. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { ConversationSummary, ViewName } from "../../../contract/conversation/agent-shapes.ts";
import { useNow } from "../clock.ts";
import { Icon } from "../controls/icons.tsx";
import { Trouble } from "../controls/trouble.tsx";
import { useKeys } from "../shell/use-keys.ts";
import { useWords } from "../words-context.tsx";
import { ConversationLine } from "./conversation-line.tsx";
import { OffDutyHint } from "./off-duty-hint.tsx";
import { type ListState, useList } from "./use-list.ts";
import { conversationPath } from "./view-of-url.ts";

interface Props {
  readonly view: ViewName;
  readonly openId: string | null;
}

const NO_LINES: readonly ConversationSummary[] = [];

export function ListPane({ view, openId }: Props): ReactNode {
  const { t } = useWords();
  const [, navigate] = useLocation();
  const [search, setSearch] = useState("");
  const settledSearch = useSettled(search.trim());
  const state = useList(view, settledSearch);
  const input = useRef<HTMLInputElement>(null);
  const lines = state.list?.conversations ?? NO_LINES;

  const move = (by: 1 | -1): void => {
    const at = lines.findIndex((line) => line.id === openId);
    const target = lines[at === -1 ? 0 : at + by];
    if (target !== undefined) navigate(conversationPath(target.id, view));
  };
  useKeys({ j: () => move(1), k: () => move(-1), "/": () => input.current?.focus() });

  return (
    <section className="list-pane" aria-label={t(`view.${view}`)}>
      <div className="list-head">
        {openId === null ? <h1>{t(`view.${view}`)}</h1> : <h2>{t(`view.${view}`)}</h2>}
        <div className="search">
          <Icon name="search" />
          <input
            ref={input}
            type="search"
            value={search}
            aria-label={t("search")}
            placeholder={t("search")}
            onChange={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") event.currentTarget.blur();
            }}
          />
        </div>
      </div>
      {view === "queue" ? <OffDutyHint /> : null}
      <ListBody state={state} view={view} openId={openId} isSearch={settledSearch !== ""} />
    </section>
  );
}

interface BodyProps extends Props {
  readonly state: ListState;
  readonly isSearch: boolean;
}

function ListBody({ state, view, openId, isSearch }: BodyProps): ReactNode {
  const { t } = useWords();
  const now = useNow(20_000);
  const { list, error } = state;
  if (list === undefined) {
    return error === null ? <div className="loading" /> : <Trouble error={error} onRetry={state.reload} />;
  }
  if (list.conversations.length === 0) {
    return <p className="list-empty">{isSearch ? t("list.none-found") : t(`list.empty.${view}`)}</p>;
  }
  // Firefox takes what is scrolled for a stop of Tab, and this has no name: its lines are the stops.
  return (
    <div className="list-scroll" tabIndex={-1}>
      <ul className="lines">
        {list.conversations.map((summary) => (
          <li key={summary.id}>
            <ConversationLine summary={summary} view={view} isOpen={summary.id === openId} now={now} />
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

/** Asking at each letter would be asking for what nobody wants to know. */
const SETTLED_AFTER_MS = 250;

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
