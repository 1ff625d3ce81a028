/** Every request of Channels › Email besides the addresses themselves, by what it does. */
import { DkimDomains, SelfTests } from "../../../contract/admin-mail.ts";
import { ask, tell } from "../api.ts";

const at = (path: string): string => `/api/admin/email/${path}`;

export const loadDkim = (): Promise<DkimDomains> => ask(DkimDomains, { method: "GET", path: at("dkim") });
export const makeDkimKey = (domain: string): Promise<void> =>
  tell({ method: "POST", path: at("dkim/keys"), body: { domain } });
export const signWithDkim = (domain: string, evenUnseen: boolean): Promise<void> =>
  tell({ method: "POST", path: at("dkim/sign"), body: { domain, evenUnseen } });
export const stopSigning = (domain: string): Promise<void> =>
  tell({ method: "DELETE", path: at("dkim/keys"), body: { domain } });

export const loadSelfTests = (): Promise<SelfTests> => ask(SelfTests, { method: "GET", path: at("self-tests") });
export const runSelfTest = (id: string): Promise<void> =>
  tell({ method: "POST", path: at(`self-tests/${encodeURIComponent(id)}`) });
