import type { RefusalBody } from "../../contract/shared.ts";

/** An expected *no* of the server. */
export interface Refusal {
  readonly code: string;
  readonly details?: RefusalBody["details"] | undefined;
  /** For a developer's eyes; not every door hands it on. */
  readonly message?: string;
}

/** What became of a request, as data. */
export type Answer<T> =
  | { readonly kind: "done"; readonly value: T }
  | ({ readonly kind: "refused" } & Refusal)
  /** No line, or a server in trouble (5xx): the same again later. */
  | { readonly kind: "unreachable" };

export const UNREACHABLE = { kind: "unreachable" } as const;

/** Whether the same request may well be answered in a while, as it is. */
export const isForLater = (answer: Answer<unknown>): boolean =>
  answer.kind === "unreachable" || (answer.kind === "refused" && answer.code === "rate-limited");
