/** What the mail server in front of us thinks of a mail. Only ever believed to a mail's disadvantage: a forged mark harms its forger. */
import { type ParsedMail, headerValues } from "./reading/parsed-mail.ts";

/** Whether a spam filter on the way has marked it: SpamAssassin, Rspamd, Exchange, and those that write as they do. */
export const isMarkedAsSpam = (mail: Pick<ParsedMail, "headers">): boolean =>
  MARKS.some(({ name, says }) => headerValues(mail, name).some((value) => says.test(value)));

const YES = /^\s*yes\b/i;
const MARKS: readonly { readonly name: string; readonly says: RegExp }[] = [
  { name: "x-spam-flag", says: YES },
  { name: "x-spam-status", says: YES },
  { name: "x-spam", says: YES },
  // Rspamd's actions from "add header" on; "greylist" and "no action" are no verdict.
  { name: "x-rspamd-action", says: /^\s*(?:add header|rewrite subject|reject|quarantine)\b/i },
  // Spam confidence level: 5 and 6 are spam, 9 is surely so; -1 was let through by a rule.
  { name: "x-ms-exchange-organization-scl", says: /^\s*[5-9]\b/ },
  { name: "x-forefront-antispam-report", says: /(?:^|;)\s*SFV:SPM\b/i },
];
