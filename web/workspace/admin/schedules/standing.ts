/** How a schedule stands at a moment, in words. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { BodyOf } from "../../../../contract/route.ts";
import { type HoursNow, schedulesApi } from "../../../../contract/schedules/schedules.ts";
import { call, Refused } from "../../api.ts";
import { keys } from "../../live/keys.ts";
import type { Times } from "../../time-words.ts";
import { useWords } from "../../words-context.tsx";
import { useSettled } from "../use-settled.ts";

type Asked = BodyOf<typeof schedulesApi.preview>;

const NOT_IN_ORDER: ReadonlySet<string> = new Set(["schedule-invalid", "time-zone-unknown"]);

/** What is told of *now* is never older. */
export const ASK_EVERY = 30_000;

/** Follows what is typed. Null: that is not in order; undefined: nothing is known of it, or not yet. */
export function useStanding(asked: Asked): { readonly at: number; readonly hours: HoursNow } | null | undefined {
  const settled = useSettled(JSON.stringify(asked), asked);
  const query = useQuery({
    queryKey: keys.admin(`schedules/preview/${JSON.stringify(settled)}`),
    queryFn: () => call(schedulesApi.preview, { body: settled }),
    placeholderData: keepPreviousData,
    refetchInterval: settled.at === null ? ASK_EVERY : false,
    retry: false,
  });
  if (!query.isError) return query.data;
  return query.error instanceof Refused && NOT_IN_ORDER.has(query.error.code) ? null : undefined;
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
