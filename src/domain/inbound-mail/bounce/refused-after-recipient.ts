/**
 * A server that took the recipient and refused the mail after its text did not like the mail, whatever it says.
 *
 * Filters of mobile carriers and of some offices answer "user unknown" to mail they do not want: such an address is alive.
 */
import type { MailStatus } from "./status.ts";

/** An explicit address code (5.1.x) is believed all the same: with pipelining a refused recipient may show up under DATA. */
export const isRefusedAfterRecipient = (answer: string, notice: string, status: MailStatus | null): boolean =>
  status?.subject !== 1 &&
  (NAMES_NOBODY.test(answer) || (BARE.test(answer) && AFTER_DATA.some((phrase) => phrase.test(notice))));

/** A carrier's filter has no address to put before its colon, where the server itself names the mailbox that it does not know. */
const NAMES_NOBODY = /\b550:?\s{1,4}: user unknown/i;

/** What filters answer. A server that explains itself ("this user has no account here") means it. */
const BARE = /user\s{1,8}unknown|unknown\s{1,8}user|no\s{1,8}such\s{1,8}user/i;

const AFTER_DATA: readonly RegExp[] = [
  /in\s{1,8}reply\s{1,8}to\s{1,8}(?:the\s{1,8})?(?:end\s{1,8}of\s{1,8})?data(?:\s{1,8}command)?/i,
  /after\s{1,8}(?:the\s{1,8})?(?:end\s{1,8}of\s{1,8}|sending\s{1,8})?(?:data|message text|message body)\b/i,
  /like our final data|data command (?:failed|rejected)|smtp command\s{1,8}data\b/i,
  /^>>> (?:DATA|\.)\s{0,4}\n<<< [45]\d\d/im,
];
