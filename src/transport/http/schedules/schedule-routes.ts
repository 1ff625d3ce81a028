/** Business hours, at the admins' door. */
import { type HoursChoice as WireChoice, schedulesApi } from "../../../../contract/schedules/schedules.ts";
import { brandId, MINUTE, scheduleId } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import { hoursAt } from "../../../domain/schedules/hours.ts";
import { type HoursChoice, parseTimes } from "../../../domain/schedules/schedule.ts";
import { instantShown } from "../../../domain/schedules/zone.ts";
import type { ScheduleQueries } from "../../../ports/queries/schedule-queries.ts";
import { chooseHours } from "../../../usecases/schedules/choose-hours.ts";
import { removeSchedule } from "../../../usecases/schedules/remove-schedule.ts";
import { saveSchedule } from "../../../usecases/schedules/save-schedule.ts";
import type { Principals } from "../../edge/principals.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface ScheduleRoutesDeps {
  readonly usecases: Parameters<typeof saveSchedule>[0];
  readonly queries: ScheduleQueries;
  readonly principals: Principals;
}

export function scheduleRoutes({ usecases, queries, principals }: ScheduleRoutesDeps): (app: App) => Promise<void> {
  const { clock } = usecases;
  return async (app) => {
    const door: Door = { app, principals };
    show(door, schedulesApi.list, ({ who }) => queries.schedules(who, clock.now()));
    serve(door, schedulesApi.add, async ({ acting, body }) => {
      const made = await saveSchedule(acting(usecases), { ...body, of: null });
      return made.ok ? ok({ id: made.value }) : made;
    });
    serve(door, schedulesApi.save, ({ acting, params, body: { version, ...saved } }) =>
      saveSchedule(acting(usecases), { ...saved, of: { id: scheduleId(params.id), version } }),
    );
    serve(door, schedulesApi.remove, ({ acting, params }) => removeSchedule(acting(usecases), scheduleId(params.id)));
    serve(door, schedulesApi.choose, ({ acting, body: { account, brands } }) =>
      chooseHours(acting(usecases), {
        account: account === null ? null : scheduleId(account),
        brands: brands.map(({ id, hours }) => ({ id: brandId(id), hours: choiceOf(hours) })),
      }),
    );
    serve(door, schedulesApi.preview, async ({ body: { at, ...typed } }) => {
      const parsed = parseTimes(typed);
      if (!parsed.ok) return parsed;
      const moment =
        at === null ? clock.now() : instantShown(typed.timeZone, Date.parse(`${at.date}T00:00Z`) + at.minute * MINUTE);
      return ok({ at: moment, hours: hoursAt(parsed.value, moment) });
    });
  };
}

const choiceOf = (hours: WireChoice): HoursChoice =>
  hours.kind === "schedule" ? { kind: "schedule", id: scheduleId(hours.id) } : hours;
