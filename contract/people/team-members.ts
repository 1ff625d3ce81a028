/** People › Team members of the admin center. */
import { Type, type Static } from "typebox";
import { NAME_PATTERN } from "../../src/domain/people/name.ts";
import { route } from "../route.ts";
import { ADDRESS_REFUSALS, exact, list, MAX_ADDRESS_CHARS, nullable, Uuid } from "../shared.ts";
import { AgentPresence, AgentRole } from "./account.ts";
import { PhotoHash } from "./photos.ts";
import { HandedLink } from "../passwords/passwords.ts";

export const TeamMember = exact({
  id: Uuid,
  name: Type.String(),
  email: Type.String(),
  role: AgentRole,
  chatAccess: Type.Boolean(),
  active: Type.Boolean(),
  presence: AgentPresence,
  photo: nullable(PhotoHash),
});
export type TeamMember = Static<typeof TeamMember>;

const Name = Type.String({ minLength: 1, maxLength: 120, pattern: NAME_PATTERN });

export const AddTeamMember = exact({
  name: Name,
  email: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
  role: AgentRole,
  chatAccess: Type.Boolean(),
});
export type AddTeamMember = Static<typeof AddTeamMember>;

export const teamMembersApi = {
  /** All of them, the active ones first. */
  list: route({
    method: "GET",
    path: "/api/admin/people/team-members",
    who: "admin",
    answer: exact({ members: list(TeamMember) }),
  }),
  /** The link is passed on by hand: with it they choose their first password. Shown once, works once, for a day. */
  add: route({
    method: "POST",
    path: "/api/admin/people/team-members",
    who: "admin",
    body: AddTeamMember,
    answer: exact({ id: Uuid, link: HandedLink }),
    status: 201,
    refusals: ["email-taken", ...ADDRESS_REFUSALS],
  }),
  /** `last-admin`: nobody would be left to administer. */
  change: route({
    method: "PUT",
    path: "/api/admin/people/team-members/:id",
    who: "admin",
    params: { id: Uuid },
    body: exact({
      name: Name,
      role: AgentRole,
      chatAccess: Type.Boolean(),
      active: Type.Boolean(),
      /** Of whoever is deactivated: who gets the conversations that they hold; null or not given: the queue. */
      heir: Type.Optional(nullable(Uuid)),
    }),
    refusals: ["not-found", "last-admin"],
  }),
};
