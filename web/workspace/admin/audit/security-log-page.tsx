/** Account › Security log: who did what, newest first, by kind, person and day; and as a table to download. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { addressOf } from "../../../../contract/address.ts";
import { type AuditEntry, securityLogApi } from "../../../../contract/audit/security-log.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { Icon } from "../../controls/icons.tsx";
import { Trouble } from "../../controls/trouble.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Page } from "../page.tsx";
import { useAuditWords } from "./audit-words.ts";
import { type Filter, LogFilter, queryOf } from "./log-filter.tsx";

const EVERYTHING: Filter = { kind: null, person: null, from: "", to: "" };

export function SecurityLogPage(): ReactNode {
  const { t } = useWords();
  const [filter, setFilter] = useState(EVERYTHING);
  return (
    <Page
      trail={["nav.account", "nav.security-log"]}
      title={t("nav.security-log")}
      lead={t("audit.lead")}
      aside={
        <a className="button" href={addressOf(securityLogApi.download, { query: queryOf(filter) })} download>
          <Icon name="download" /> {t("audit.download")}
        </a>
      }
    >
      <LogFilter filter={filter} onChange={setFilter} />
      <Events filter={filter} />
    </Page>
  );
}

function Events({ filter }: { readonly filter: Filter }): ReactNode {
  const { t } = useWords();
  const query = useInfiniteQuery({
    queryKey: [...keys.admin("security-log"), filter],
    queryFn: ({ pageParam }) =>
      call(securityLogApi.list, {
        query: { ...queryOf(filter), ...(pageParam === undefined ? {} : { before: pageParam }) },
      }),
    initialPageParam: firstPage(),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  });
  if (query.data === undefined) {
    if (query.error === null) return <div className="loading" />;
    return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  }
  const events = query.data.pages.flatMap((page) => page.events);
  if (events.length === 0) return <p className="quiet-text">{t("audit.none")}</p>;
  return (
    <>
      <ol className="rows" aria-label={t("nav.security-log")}>
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <button
          type="button"
          className="button audit-more"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("audit.more")}
        </button>
      ) : null}
    </>
  );
}

/** No cursor: the newest. */
const firstPage = (): string | undefined => undefined;

function EventRow({ event }: { readonly event: AuditEntry }): ReactNode {
  const { t, times } = useWords();
  const words = useAuditWords();
  const now = useNow(60_000);
  return (
    <li className="audit-event">
      <p className="audit-said">{words.sentence(event)}</p>
      {event.changes.length === 0 ? null : (
        <ul className="audit-changes">
          {event.changes.map(({ field, from, to }) => (
            <li key={field}>{words.change(field, from, to)}</li>
          ))}
        </ul>
      )}
      <p className="quiet-text">
        <time dateTime={new Date(event.at).toISOString()} title={times.exact(event.at)}>
          {times.moment(event.at, now)}
        </time>
        {event.network === null ? null : ` · ${t("audit.from-network", { network: event.network })}`}
      </p>
    </li>
  );
}
