import { describe, expect, test } from "vitest";
import { aMail } from "../../../test/support/mail/mail.ts";
import { isMarkedAsSpam } from "./spam-mark.ts";

const SPAM: readonly (readonly [string, string])[] = [
  ["X-Spam-Flag", "YES"],
  ["X-Spam-Status", "Yes, score=9.1 required=5.0"],
  ["X-Spam", "Yes"],
  ["X-Rspamd-Action", "add header"],
  ["X-Rspamd-Action", "reject"],
  ["X-Spamd-Result", "default: True [16.20 / 15.00]"],
  ["X-SES-Spam-Verdict", "FAIL"],
  ["X-SES-Virus-Verdict", "FAIL"],
  ["X-MS-Exchange-Organization-SCL", "6"],
  ["X-Microsoft-Antispam-Mailbox-Delivery", "ucf:0;jmr:0;auth:0;dest:J;ENG:(1)"],
  ["X-Forefront-Antispam-Report", "CIP:192.0.2.1;CTRY:US;SFV:SPM;H:x"],
  ["X-Forefront-Antispam-Report", "CIP:192.0.2.1;SFV:SKB;"],
  ["X-Forefront-Antispam-Report", "CIP:192.0.2.1;LANG:en;SCL:9;SRV:"],
  ["X-Forefront-Antispam-Report", "CIP:192.0.2.1;CAT:HPHISH;"],
  ["X-Proofpoint-Spam-Details", "rule=spam policy=default score=100"],
  ["X-Proofpoint-Spam-Details", "rule=inbound_spam_definite policy=inbound score=100"],
  ["X-Proofpoint-Spam-Details", "rule=phish policy=default score=90"],
  ["X-Mimecast-Spam-Score", "28"],
  ["X-Barracuda-Spam-Flag", "YES"],
  ["X-Barracuda-Spam-Status", "Yes, SCORE=10.11 using per-user scores"],
  ["X-KSMG-AntiSpam-Status", "spam"],
  ["X-Gm-Spam", "1"],
  ["X-VR-SPAMSTATE", "SPAM"],
];
const NONE: readonly (readonly [string, string])[] = [
  ["X-Spam-Flag", "NO"],
  ["X-Spam-Status", "No, score=-0.1 required=5.0 tests=YES_MAIL"],
  ["X-Rspamd-Action", "greylist"],
  ["X-Rspamd-Action", "no action"],
  ["X-Spamd-Result", "default: False [1.20 / 15.00]"],
  ["X-SES-Spam-Verdict", "PASS"],
  ["X-SES-Spam-Verdict", "GRAY"],
  ["X-SES-Spam-Verdict", "PROCESSING_FAILED"],
  ["X-SES-Virus-Verdict", "PASS"],
  ["X-MS-Exchange-Organization-SCL", "-1"],
  ["X-MS-Exchange-Organization-SCL", "1"],
  ["X-Microsoft-Antispam-Mailbox-Delivery", "ucf:0;dest:I;ENG:(1)"],
  ["X-Forefront-Antispam-Report", "CIP:192.0.2.1;SCL:1;SFV:NSPM;CAT:NONE;"],
  ["X-Forefront-Antispam-Report", "CIP:192.0.2.1;SCL:-1;SFV:SKN;"],
  ["X-Proofpoint-Spam-Details", "rule=notspam policy=default score=0 spamscore=0"],
  ["X-Proofpoint-Spam-Details", "rule=outbound_spam_notspam policy=outbound_spam score=4"],
  ["X-Mimecast-Spam-Score", "2"],
  ["X-Barracuda-Spam-Status", "No, SCORE=0.00 using per-user scores"],
  ["X-KSMG-AntiSpam-Status", "not_detected"],
  ["X-Gm-Spam", "0"],
  ["X-VR-SPAMSTATE", "OK"],
];

describe("what a filter in front of us says", () => {
  test.each(SPAM)("%s: %s is spam", (name, value) => {
    expect(isMarkedAsSpam(aMail({ head: { [name]: value } }))).toBe(true);
  });

  test.each(NONE)("%s: %s is none", (name, value) => {
    expect(isMarkedAsSpam(aMail({ head: { [name]: value } }))).toBe(false);
  });
});
