/** Keys that sign our mail (RFC 6376): two selectors a domain, so that a key is replaced without a gap. */
import type { Instant } from "../ids.ts";

/** `prepared`: waits for its DNS record. `active`: signs. `retired`: signs no more; mail under way still needs its record. */
export const DKIM_KEY_STATES = ["prepared", "active", "retired"] as const;
export type DkimKeyState = (typeof DKIM_KEY_STATES)[number];

/** What everybody may know of a key. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** SubjectPublicKeyInfo in base64: what the DNS record publishes. */
  readonly publicKey: string;
  readonly state: DkimKeyState;
  readonly madeAt: Instant;
}

/** Two names in turn: both records may stand in the DNS while mail signed with the older is under way. */
const SELECTORS = ["ariane1", "ariane2"] as const;

/** The selector of the next key: the one that is not signing. */
export function nextSelector(keys: readonly DkimKey[]): string {
  const active = keys.find((key) => key.state === "active");
  return SELECTORS.find((selector) => selector !== active?.selector) ?? SELECTORS[0];
}

export const recordName = (key: Pick<DkimKey, "domain" | "selector">): string =>
  `${key.selector}._domainkey.${key.domain}`;

export const recordValue = (key: Pick<DkimKey, "publicKey">): string => `v=DKIM1; k=rsa; p=${key.publicKey}`;

/** Whether one of the texts that DNS gave publishes this key. Spaces and the order of the tags mean nothing. */
export function isPublished(key: Pick<DkimKey, "publicKey">, texts: readonly string[]): boolean {
  return texts.some((text) => tagsOf(text).get("p") === key.publicKey);
}

function tagsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(";").map((tag): [string, string] => {
      const [name = "", ...value] = tag.split("=");
      return [name.trim().toLowerCase(), value.join("=").replaceAll(/\s/g, "")];
    }),
  );
}
