/** Team members who are signed in, without a password. */
import { type AgentId, deskId } from "../../../src/domain/ids.ts";
import { openAgentSession } from "../../../src/steps/sessions/open-agent-session.ts";
import type { Store } from "../../../src/ports/store.ts";

import type { Clock, NewId, Secrets } from "../../../src/ports/system.ts";
import type { Desk } from "../../../src/ports/sessions/desks.ts";
import { keepDesks } from "../../../src/usecases/sessions/note-desks.ts";

type Signing = Parameters<typeof openAgentSession>[0] & { readonly store: Store };

/** The token of a session that was opened just now. */
export async function tokenOf(world: Signing, agentId: AgentId): Promise<string> {
  const opened = await world.store.transaction((tx) => openAgentSession(world, tx, { agentId, from: null }));
  return opened.token;
}

/** Opens the workspace in a browser of theirs: they are there. */
export async function sitDown(
  world: Signing & { readonly clock: Clock; readonly newId: NewId; readonly secrets: Secrets },
  agentId: AgentId,
): Promise<Desk> {
  const tokenHash = world.secrets.hashToken(await tokenOf(world, agentId));
  const desk = { id: deskId(world.newId()), tokenHash, isIdle: false };
  await keepDesks(world, [desk]);
  return desk;
}
