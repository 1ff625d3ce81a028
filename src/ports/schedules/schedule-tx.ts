import type { BrandId, ScheduleId } from "../../domain/ids.ts";
import type { HoursChoice, OpeningTimes, Schedule } from "../../domain/schedules/schedule.ts";

/** Business hours, and whose hold where. Whoever changes them has the account locked. */
export interface ScheduleTx {
  /** By name. */
  loadSchedules(): Promise<readonly Schedule[]>;
  /** Adds it, or puts it in the place of the one with its id. */
  saveSchedule(schedule: Schedule): Promise<void>;
  /** One that nobody has chosen. */
  deleteSchedule(id: ScheduleId): Promise<void>;
  loadChoices(): Promise<HoursChoices>;
  /** Null: the account is open at every hour. */
  chooseForAccount(id: ScheduleId | null): Promise<void>;
  chooseForBrand(id: BrandId, choice: HoursChoice): Promise<void>;
  /** By whose hours a brand is open; null: at every hour, or there is no such brand. */
  loadTimesOf(id: BrandId): Promise<OpeningTimes | null>;
}

/** Whose hours hold where. */
export interface HoursChoices {
  /** Null: open at every hour. */
  readonly account: ScheduleId | null;
  /** The default one first. */
  readonly brands: readonly { readonly id: BrandId; readonly name: string; readonly hours: HoursChoice }[];
}
