/** People › Team members, at the admins' door. */
import { teamMembersApi } from "../../../../contract/people/team-members.ts";
import { agentId } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { PeopleQueries } from "../../../ports/queries/people-queries.ts";
import { addTeamMember } from "../../../usecases/people/add-team-member.ts";
import { changeTeamMember } from "../../../usecases/people/change-team-member.ts";
import type { Principals } from "../../edge/principals.ts";
import { serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface TeamRoutesDeps {
  readonly usecases: Parameters<typeof addTeamMember>[0] & Parameters<typeof changeTeamMember>[0];
  readonly queries: PeopleQueries;
  readonly principals: Principals;
  /** Origin under which browsers reach us. */
  readonly publicUrl: () => string;
}

export function teamRoutes({ usecases, queries, principals, publicUrl }: TeamRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals };
    show(door, teamMembersApi.list, async ({ who }) => ({ members: await queries.teamMembers(who) }));
    serve(door, teamMembersApi.add, async ({ acting, body }) => {
      const added = await addTeamMember(acting(usecases), body, publicUrl());
      if (!added.ok) return added;
      const { id, ...link } = added.value;
      return ok({ id, link });
    });
    serve(door, teamMembersApi.change, ({ acting, params, body }) =>
      changeTeamMember(acting(usecases), agentId(params.id), {
        ...body,
        heir: body.heir === undefined || body.heir === null ? null : agentId(body.heir),
      }),
    );
  };
}
