/** What the mail server in front of us thinks of a mail. Only ever believed to a mail's disadvantage: a forged mark harms its forger. */
import { type ParsedMail, headerValues } from "./reading/parsed-mail.ts";

/** Whether a spam or virus filter on the way has marked it. */
export const isMarkedAsSpam = (mail: Pick<ParsedMail, "headers">): boolean =>
  MARKS.some(({ name, says }) => headerValues(mail, name).some((value) => says.test(value)));

const YES = /^\s*yes\b/i;
const FAIL = /^\s*fail\b/i;
/** Spam confidence level: 5 and 6 are spam, 9 is surely so; -1 was let through by a rule. */
const LEVEL = /^\s*[5-9]\b/;
/** The verdict of Exchange, the level, or the kind of what it caught. */
const FOREFRONT = /(?:^|;)\s*(?:SFV:(?:SPM|SKS|SKB|BLK)|SCL:[5-9]|CAT:(?:H?SPM|PHSH|HPHI?SH|MALW))\b/i;
/** Rspamd's actions from "add header" on; "greylist" and "no action" are no verdict. */
const ACTION = /^\s*(?:add[ -]header|rewrite[ -]subject|reject|quarantine)\b/i;

/** By who writes them, and where they say so. */
const MARKS: readonly { readonly name: string; readonly says: RegExp }[] = [
  // SpamAssassin, and those that write as it does: Mail::SpamAssassin::Conf, "add_header"
  { name: "x-spam-flag", says: YES },
  { name: "x-spam-status", says: YES },
  { name: "x-spam", says: YES },
  // Rspamd: docs.rspamd.com/modules/milter_headers
  { name: "x-rspamd-action", says: ACTION },
  { name: "x-spamd-result", says: /^\s*[\w-]{1,40}\s*:\s*true\b/i },
  // Amazon SES: docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html; GRAY is no verdict
  { name: "x-ses-spam-verdict", says: FAIL },
  { name: "x-ses-virus-verdict", says: FAIL },
  // Microsoft: learn.microsoft.com/defender-office-365/message-headers-eop-mdo
  { name: "x-ms-exchange-organization-scl", says: LEVEL },
  { name: "x-microsoft-antispam-mailbox-delivery", says: /(?:^|;)\s*dest:J\b/i },
  { name: "x-forefront-antispam-report", says: FOREFRONT },
  { name: "x-forefront-antispam-report-untrusted", says: FOREFRONT },
  // Proofpoint documents no values that we know of. As public list archives show them: which rule has caught it, *notspam* in
  // many forms where none has
  { name: "x-proofpoint-spam-details", says: /\brule=(?!\w{0,60}notspam)\w{0,60}(?:spam|phish|malware|virus)/i },
  // Mimecast says that 28 is refused at its door (its help, article 34000674839699) and what a policy holds is up to its admin; 7 is
  // our reading, above all that archives show of mail by people
  { name: "x-mimecast-spam-score", says: /^\s*(?:[7-9]|[1-9]\d{1,2})(?:\.\d{1,9})?\s*$/ },
  // Barracuda: wiki.umiacs.umd.edu/umiacs/index.php/BarracudaSpamFirewall/Scoring
  { name: "x-barracuda-spam-flag", says: YES },
  { name: "x-barracuda-spam-status", says: YES },
  // Kaspersky: support.kaspersky.com/12313
  { name: "x-ksmg-antispam-status", says: /^\s*spam\b/i },
  { name: "x-klms-antispam-status", says: /^\s*spam\b/i },
  // Google Workspace (routing) and Vade (as OVH writes it) document none that we know of. Archives show *0* and *OK* on mail by
  // people; what stands here is the other value
  { name: "x-gm-spam", says: /^\s*1\b/ },
  { name: "x-vr-spamstate", says: /^\s*spam\b/i },
];
