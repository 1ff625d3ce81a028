/** How a schedule stands at a moment, in words. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { BodyOf } from "../../../../contract/route.ts";
import { type HoursNow, schedulesApi } from "../../../../contract/schedules/schedules.ts";
import { call } from "../../api.ts";
import { keys } from "../../live/keys.ts";
import type { Times } from "../../time-words.ts";
import { useWords } from "../../words-context.tsx";
import { useSettled } from "../use-settled.ts";

type Asked = BodyOf<typeof schedulesApi.preview>;

/** What is told of *now* is never older. */
const ASK_EVERY = 30_000;

/** Follows what is typed; null: it is not known, or what is typed is not in order. */
export function useStanding(asked: Asked): { readonly at: number; readonly hours: HoursNow } | null {
  const settled = useSettled(JSON.stringify(asked), asked);
  const query = useQuery({
    queryKey: keys.admin(`schedules/preview/${JSON.stringify(settled)}`),
    queryFn: () => call(schedulesApi.preview, { body: settled }),
    placeholderData: keepPreviousData,
    refetchInterval: settled.at === null ? ASK_EVERY : false,
    retry: false,
  });
  return query.isError ? null : (query.data ?? null);
}

interface StandingWords {
  /** *Now: open until 18:00*. */
  readonly now: (hours: HoursNow, at: number, zone: string) => string;
  /** What a visitor would read. */
  readonly visitor: (hours: HoursNow, at: number, zone: string) => string;
}

const when = ({ isOpen, until, opensAt }: HoursNow, at: number, there: Times): string | null => {
  const change = isOpen ? until : opensAt;
  return change === null ? null : there.moment(change, at);
};

export function useStandingWords(): StandingWords {
  const { t, times } = useWords();
  return {
    now: (hours, at, zone) => {
      const time = when(hours, at, times.in(zone));
      if (hours.isOpen) return time === null ? t("schedule.now.open") : t("schedule.now.open-until", { time });
      return time === null ? t("schedule.now.closed") : t("schedule.now.closed-until", { time });
    },
    visitor: (hours, at, zone) => {
      const time = when(hours, at, times.in(zone));
      if (hours.isOpen) return t("schedule.reads.open");
      return time === null ? t("schedule.reads.closed") : t("schedule.reads.back", { time });
    },
  };
}
