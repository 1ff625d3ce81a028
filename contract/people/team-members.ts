/** People › Team members of the admin center. */
import { Type, type Static } from "typebox";
import { AgentPresence, AgentRole, MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS } from "../agent.ts";
import { exact, MAX_ADDRESS_CHARS, Uuid } from "../shared.ts";

/** GET, POST /api/admin/people/team-members; PUT …/:id. Refusals: email-taken, last-admin. */
export const TeamMember = exact({
  id: Uuid,
  name: Type.String(),
  email: Type.String(),
  role: AgentRole,
  chatAccess: Type.Boolean(),
  active: Type.Boolean(),
  presence: AgentPresence,
});
export type TeamMember = Static<typeof TeamMember>;
export const TeamMembers = exact({ members: Type.Array(TeamMember) });
export type TeamMembers = Static<typeof TeamMembers>;
export const AddTeamMember = exact({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
  role: AgentRole,
  chatAccess: Type.Boolean(),
  password: Type.String({ minLength: MIN_PASSWORD_CHARS, maxLength: MAX_PASSWORD_CHARS }),
});
export type AddTeamMember = Static<typeof AddTeamMember>;
export const ChangeTeamMember = exact({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  role: AgentRole,
  chatAccess: Type.Boolean(),
  active: Type.Boolean(),
});
export type ChangeTeamMember = Static<typeof ChangeTeamMember>;
