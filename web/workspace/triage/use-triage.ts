/** The mails in triage, kept true by the number that the socket brings. */
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { type InboundMail, storedMailApi, triageApi } from "../../../contract/mail/triage.ts";
import type { AnswerOf } from "../../../contract/route.ts";
import { call } from "../api.ts";
import { useNotices } from "../controls/notices.tsx";
import { keys } from "../live/keys.ts";

type TriageList = AnswerOf<typeof triageApi.list>;

export interface TriageState {
  readonly list: TriageList | undefined;
  readonly error: unknown;
  readonly reload: () => void;
  readonly loadMore: () => Promise<void>;
}

export function useTriage(): TriageState {
  const cache = useQueryClient();
  const { sayRefusal } = useNotices();
  const query = useQuery({ queryKey: keys.triage, queryFn: () => call(triageApi.list) });
  const loadMore = async (): Promise<void> => {
    const { next } = query.data ?? { next: null };
    if (next === null) return;
    try {
      const page = await call(triageApi.list, { query: { before: next } });
      cache.setQueryData<TriageList>(
        keys.triage,
        (list) => list && { mails: [...list.mails, ...page.mails], next: page.next },
      );
    } catch (error) {
      sayRefusal(error);
    }
  };
  return { list: query.data, error: query.error, reload: () => void query.refetch(), loadMore };
}

/** One mail. Asked for anew whenever it is opened: it may have gone out of triage and back without any word of it. */
export const useMail = (id: string): UseQueryResult<InboundMail> =>
  useQuery({ queryKey: keys.mail(id), queryFn: () => call(storedMailApi.open, { params: { id } }), staleTime: 0 });
