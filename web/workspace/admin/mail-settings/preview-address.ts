import { addressOf } from "../../../../contract/address.ts";
import { type MailLook, mailTextsApi, type SampledMail } from "../../../../contract/mail-settings/mail-texts.ts";

/** Where a sandboxed frame finds the HTML part of such a mail. */
export function previewAddress(sampled: SampledMail, look: MailLook): string {
  const bytes = new TextEncoder().encode(JSON.stringify(sampled));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const mail = base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return addressOf(mailTextsApi.previewPage, { query: { look, mail } });
}
