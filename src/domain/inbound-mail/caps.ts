/** How much mail one conversation and one sender may bring in an hour: two machines that answer each other stop here. */
import { HOUR, type Instant, instant } from "../ids.ts";

/** Most mails into one conversation in an hour (mail-rules.md rule 22), the participant's and others' counted apart. */
export const MAILS_A_CONVERSATION = 10;
/** Most new conversations of one sender in an hour (product.md §4.4). */
export const CONVERSATIONS_A_SENDER = 5;

/** Mails from here on count. */
export const capsCountFrom = (now: Instant): Instant => instant(Math.max(0, now - HOUR));
