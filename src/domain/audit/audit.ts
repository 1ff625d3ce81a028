/** What the security log tells: who did what, from where, and what it changed (product.md §8.5). */
import type { AgentId, Instant } from "../ids.ts";

export const AUDIT_KINDS = [
  "signed-in",
  "sign-in-failed",
  "signed-out",
  "sessions-ended",
  "refused",
  "password-changed",
  "reset-asked",
  "reset-link-made",
  "reset-used",
  "first-admin-made",
  "demo-ended",
  "member-added",
  "member-changed",
  "role-changed",
  "account-changed",
  "tickets-changed",
  "brand-changed",
  "schedule-added",
  "schedule-changed",
  "schedule-removed",
  "hours-chosen",
  "support-address-added",
  "support-address-changed",
  "support-address-removed",
  "identity-key-made",
  "identity-key-ended",
  "dkim-key-made",
  "dkim-signing-begun",
  "dkim-signing-stopped",
  "mail-texts-changed",
  "trigger-changed",
  "person-blocked",
  "sender-blocked",
  "block-lifted",
  "suppression-lifted",
  "links-revoked",
  "domain-tried",
  "relay-tried",
  "job-retried",
  "self-test-run",
  "test-mail-sent",
  "log-exported",
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Who does something, and from where. Ids and names are null where nobody is signed in: a stranger, or the server itself. */
export interface Actor {
  readonly id: AgentId | null;
  readonly name: string | null;
  /** As `networkOf` tells it; null: not over the network. */
  readonly network: string | null;
}

/** The server itself, or a program run on its host. */
export const THE_HOUSE: Actor = { id: null, name: null, network: null };

type Facts = Readonly<Record<string, unknown>>;

export interface AuditEvent {
  readonly at: Instant;
  readonly kind: AuditKind;
  /** Whom or what it was done to, by the name of then; `id` where it has one. */
  readonly subject: { readonly id: string | null; readonly name: string } | null;
  /** What changed, by field; absent: nothing was there before, or is there after. */
  readonly was?: Facts;
  readonly became?: Facts;
  /** Who proved in the act itself who they are; absent: who opened the transaction. */
  readonly by?: { readonly id: AgentId; readonly name: string };
}

/** Long enough for any address and most words; what strangers type must not fill the table. */
const MAX_TEXT_CHARS = 320;
const MASK = "•••";
const SECRET = /password|secret|token|hash|private/i;

/** What an event may keep of a text that somebody typed. */
export const cappedText = (text: string): string =>
  text.length <= MAX_TEXT_CHARS ? text : `${text.slice(0, MAX_TEXT_CHARS - 1)}…`;

/** Facts as an event keeps them: secrets masked, texts capped, what lies deeper named by its path. */
export function recorded(facts: Facts): Facts {
  return Object.fromEntries(
    [...flat(facts, "")].map(([path, value]) => [path, SECRET.test(path) && value !== null ? MASK : capped(value)]),
  );
}

/** What differs, from → to, of the fields that `after` names; null: nothing. */
export function difference(before: object, after: object): { readonly was: Facts; readonly became: Facts } | null {
  const [old, next] = [new Map(flat(before, "")), new Map(flat(after, ""))];
  const changed = [...next.keys()].filter(
    (key) => JSON.stringify(old.get(key) ?? null) !== JSON.stringify(next.get(key)),
  );
  if (changed.length === 0) return null;
  const of = (from: ReadonlyMap<string, unknown>): Facts =>
    Object.fromEntries(changed.map((key) => [key, from.get(key) ?? null]));
  return { was: of(old), became: of(next) };
}

function* flat(facts: object, under: string): Generator<readonly [string, unknown]> {
  for (const [key, value] of Object.entries(facts)) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) yield* flat(value, `${under}${key}.`);
    else yield [`${under}${key}`, value ?? null];
  }
}

function capped(value: unknown): unknown {
  if (typeof value === "string") return cappedText(value);
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return cappedText(value.join(", "));
  return typeof value === "object" && value !== null ? cappedText(JSON.stringify(value)) : value;
}
