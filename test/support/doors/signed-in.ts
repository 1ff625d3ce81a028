/** A team member who is signed in, without a password. */
import type { AgentId } from "../../../src/domain/ids.ts";
import { openAgentSession } from "../../../src/steps/sessions/open-agent-session.ts";
import type { Store } from "../../../src/ports/store.ts";

type Signing = Parameters<typeof openAgentSession>[0] & { readonly store: Store };

/** The token of a session that was opened just now. */
export async function tokenOf(world: Signing, agentId: AgentId): Promise<string> {
  const opened = await world.store.transaction((tx) => openAgentSession(world, tx, { agentId, from: null }));
  return opened.token;
}
