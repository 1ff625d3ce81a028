/** How much mail one conversation and one sender may bring in an hour: two machines that answer each other stop here. */
import { HOUR, type Instant, instant } from "../ids.ts";

/** Most mails into one conversation in an hour (mail-rules.md rule 22), the participant's and others' counted apart. */
export const ANSWERS_A_CONVERSATION = 10;
/** Most new conversations of one sender in an hour (product.md §4.4). */
export const CONVERSATIONS_A_SENDER = 5;

/**
 * Most conversations an hour that senders begin of whom nothing is proved, all together: a small business hears from fewer, and
 * who forges senders is never *one sender*. The rest is read in triage.
 */
export const UNPROVED_BEGINNINGS = { most: 60, within: HOUR };

/** Mails from here on count. */
export const capsCountFrom = (now: Instant): Instant => instant(Math.max(0, now - HOUR));
