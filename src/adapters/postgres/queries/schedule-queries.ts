import { hoursAt } from "../../../domain/schedules/hours.ts";
import type { ScheduleQueries } from "../../../ports/queries/schedule-queries.ts";
import type { Pool } from "../pool.ts";
import { createRings } from "../rings.ts";
import { scheduleTx } from "../schedules/schedule-tx.ts";
import { settingsTx } from "../settings/settings-tx.ts";

export function scheduleQueries(pool: Pool): ScheduleQueries {
  // Reads only, so nothing ever rings.
  const [stored, settings] = [scheduleTx(pool, createRings()), settingsTx(pool, createRings())];
  return {
    async schedules(_admin, now) {
      const [schedules, choices, { timeZone }] = await Promise.all([
        stored.loadSchedules(),
        stored.loadChoices(),
        settings.requireAccount(),
      ]);
      return { schedules: schedules.map((each) => ({ ...each, now: hoursAt(each, now) })), ...choices, timeZone };
    },
  };
}
