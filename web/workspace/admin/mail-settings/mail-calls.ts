/** Every request of Channels › Email besides the addresses themselves, by what it does. */
import { DkimDomains } from "../../../../contract/mail-settings/dkim.ts";
import {
  type MailLook,
  MailPreview,
  MailTemplates,
  type SampledMail,
  type WordedMail,
} from "../../../../contract/mail-settings/mail-texts.ts";
import { SelfTests } from "../../../../contract/mail-settings/self-test.ts";
import { ask, tell } from "../../api.ts";

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

export const loadMailTemplates = (): Promise<MailTemplates> =>
  ask(MailTemplates, { method: "GET", path: at("templates") });
export const saveMailTexts = (body: WordedMail): Promise<void> => tell({ method: "PUT", path: at("templates"), body });
export const previewMail = (body: SampledMail): Promise<MailPreview> =>
  ask(MailPreview, { method: "POST", path: at("templates/preview"), body });
export const sendTestMail = (body: SampledMail): Promise<void> =>
  tell({ method: "POST", path: at("templates/test"), body });

/** Where a sandboxed frame finds the HTML part of such a mail. */
export function previewAddress(mail: SampledMail, look: MailLook): string {
  const bytes = new TextEncoder().encode(JSON.stringify(mail));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `${at("templates/preview.html")}?look=${look}&mail=${base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}
