/** Every request of the health page, by what it does. */
import { Health, Suppressions } from "../../../../contract/health.ts";
import { ask, tell } from "../../api.ts";

const at = (path: string): string => `/api/admin/health${path}`;

export const loadHealth = (): Promise<Health> => ask(Health, { method: "GET", path: at("") });
export const retryJob = (id: string): Promise<void> =>
  tell({ method: "POST", path: at(`/jobs/${encodeURIComponent(id)}/retry`) });
export const tryDomain = (domain: string): Promise<void> =>
  tell({ method: "POST", path: at("/slowed/try"), body: { domain } });
export const findSuppressions = (find: string): Promise<Suppressions> =>
  ask(Suppressions, { method: "POST", path: at("/suppressions/find"), body: { find } });
export const liftSuppression = (address: string): Promise<void> =>
  tell({ method: "POST", path: at("/suppressions/lift"), body: { address } });
