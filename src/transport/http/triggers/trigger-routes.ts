/** Objects and rules › Messaging triggers, at the admins' door. */
import { type TriggerAction as WireAction, triggersApi } from "../../../../contract/triggers/triggers.ts";
import { millis, triggerId } from "../../../domain/ids.ts";
import type { TriggerAction } from "../../../domain/triggers/trigger.ts";
import type { TriggerQueries } from "../../../ports/queries/trigger-queries.ts";
import { saveTrigger } from "../../../usecases/triggers/save-trigger.ts";
import type { Principals } from "../../edge/principals.ts";
import { serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface TriggerRoutesDeps {
  readonly usecases: Parameters<typeof saveTrigger>[0];
  readonly queries: TriggerQueries;
  readonly principals: Principals;
}

export function triggerRoutes({ usecases, queries, principals }: TriggerRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals };
    show(door, triggersApi.list, async ({ who }) => ({ triggers: await queries.list(who) }));
    serve(door, triggersApi.save, ({ acting, params, body }) =>
      saveTrigger(acting(usecases), triggerId(params.id), { ...body, actions: body.actions.map(toAction) }),
    );
    show(door, triggersApi.log, async ({ who, params }) => {
      const firings = await queries.log(who, triggerId(params.id));
      return firings === null ? null : { firings };
    });
  };
}

const toAction = (action: WireAction): TriggerAction =>
  action.type === "wait" ? { type: "wait", for: millis(action.for) } : action;
