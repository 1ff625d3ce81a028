/** Names of people, brands and the account, as others read them. */

/** Controls, line separators, and marks that turn the reading direction of what follows; joiners stay, words need them. */
const DECEIVING = "\\p{Cc}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF";

/** What a name that we are given must match (flag u): something to read, and nothing that lies about what stands beside it. */
export const NAME_PATTERN = `^(?=.*\\S)[^${DECEIVING}]*$`;

const DECEIVES = new RegExp(`[${DECEIVING}]+`, "gu");

/** A name that a stranger's mail gives, made safe to show; empty: nothing is left of it. */
export const cleanName = (name: string): string => name.replaceAll(DECEIVES, " ").replaceAll(/\s+/gu, " ").trim();
