import { difference } from "../../domain/audit/audit.ts";
import type { AgentId } from "../../domain/ids.ts";
import { decidePhoto } from "../../domain/people/photo.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A team member's photo; null: there is none any more. Refuses not-found, and what `decidePhoto` refuses. */
export async function savePhoto(deps: Deps, id: AgentId, bytes: Uint8Array | null): Promise<Result<null, Refusal>> {
  const photo = bytes === null ? ok(null) : decidePhoto(bytes);
  if (!photo.ok) return photo;
  return deps.store.transaction(async (tx) => {
    // Two that save at once come one after the other.
    await tx.settings.lockAccount();
    const member = await tx.people.findAgent({ id });
    if (member === null) return refuse("not-found", "There is no such team member.");
    const hash = await tx.pictures.save({ kind: "photo", agentId: id }, photo.value);
    const changes = difference({ photo: member.photo }, { photo: hash });
    const at = deps.clock.now();
    if (changes !== null) await tx.audit.record({ at, kind: "member-changed", subject: member, ...changes });
    return ok(null);
  });
}
