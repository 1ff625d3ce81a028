/** Blocked end users at the agents' door. */
import { blockedApi } from "../../../../contract/people/blocked.ts";
import { blockId, conversationId, inboundMailId } from "../../../domain/ids.ts";
import type { BlockedQueries } from "../../../ports/queries/blocked-queries.ts";
import { blockPerson } from "../../../usecases/people/block-person.ts";
import { blockSender, blockSenderOfMail } from "../../../usecases/people/block-sender.ts";
import { liftBlock } from "../../../usecases/people/lift-block.ts";
import type { Principals } from "../../edge/principals.ts";
import { serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface BlockedRoutesDeps {
  readonly usecases: Parameters<typeof blockPerson>[0];
  readonly queries: BlockedQueries;
  readonly principals: Principals;
}

export function blockedRoutes({ usecases, queries, principals }: BlockedRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals };
    show(door, blockedApi.list, async ({ who }) => ({ blocked: await queries.list(who) }));
    show(door, blockedApi.keptOut, async ({ who, params }) => {
      const kept = await queries.keptOut(who, blockId(params.id));
      return kept === null ? null : { kept };
    });
    serve(door, blockedApi.add, ({ acting, who, body }) => blockSender(acting(usecases), who, body.sender));
    serve(door, blockedApi.lift, ({ acting, who, params }) => liftBlock(acting(usecases), who, blockId(params.id)));
    serve(door, blockedApi.person, ({ acting, who, params, body }) =>
      blockPerson(acting(usecases), who, { conversationId: conversationId(params.id), because: body.because }),
    );
    serve(door, blockedApi.senderOfMail, ({ acting, who, params }) =>
      blockSenderOfMail(acting(usecases), who, inboundMailId(params.id)),
    );
  };
}
