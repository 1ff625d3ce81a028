import type { Clock } from "../../../web/kit/clock.ts";

/** A clock that tests move. Starts at 0. */
export function testClock(): Clock & { readonly advance: (span: number) => void } {
  let now = 0;
  let due: { readonly at: number; readonly work: () => void }[] = [];
  return {
    now: () => now,
    after: (delay, work) => {
      const entry = { at: now + delay, work };
      due.push(entry);
      return () => {
        due = due.filter((one) => one !== entry);
      };
    },
    advance: (span) => {
      const end = now + span;
      for (;;) {
        const next = due.filter((one) => one.at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        due = due.filter((one) => one !== next);
        now = next.at;
        next.work();
      }
      now = end;
    },
  };
}
