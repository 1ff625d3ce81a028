/** A span in the unit a person would say it in. Pure. */
import { MAX_DELAY_MS, MIN_DELAY_MS } from "../../../../contract/settings/tickets.ts";

const UNITS = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const;
type Unit = keyof typeof UNITS;
export const UNIT_NAMES = ["second", "minute", "hour"] as const satisfies readonly Unit[];

export interface HumanDelay {
  readonly amount: number;
  readonly unit: Unit;
}

/** In the largest unit that it fills exactly; parts of a second are rounded. */
export function humanDelay(ms: number): HumanDelay {
  const whole = Math.round(ms / UNITS.second) * UNITS.second;
  const unit = UNIT_NAMES.findLast((name) => whole >= UNITS[name] && whole % UNITS[name] === 0) ?? "second";
  return { amount: whole / UNITS[unit], unit };
}

export const millisOf = ({ amount, unit }: HumanDelay): number => Math.round(amount * UNITS[unit]);

/** Within what an admin may set. */
export const isAllowedDelay = (ms: number): boolean => Number.isInteger(ms) && ms >= MIN_DELAY_MS && ms <= MAX_DELAY_MS;
