/** Who might ask, and what the contract's `who` and refusals make of each. */
import type { Route } from "../../../contract/route.ts";
import { unreachable } from "../../../src/domain/result.ts";
import type { RefusalCode } from "../../../src/domain/refusal.ts";

/**
 * `marie` has the conversation, `stranger` a session and a conversation of their own. `no-chat`: an agent without Chat
 * access. `…-elsewhere`: their browser on a page of evil.example; `by-form`: a form there, which sends no Origin.
 */
export const PRINCIPALS = [
  "nobody",
  "marie",
  "stranger",
  "marie-elsewhere",
  "light",
  "no-chat",
  "agent",
  "admin",
  "admin-elsewhere",
  "admin-by-form",
  "provider",
] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** What is refused to somebody for who they are, whatever they ask. */
export const FOR_WHO_THEY_ARE: ReadonlySet<string | null> = new Set<RefusalCode>([
  "session-unknown",
  "signed-out",
  "signature-invalid",
  "origin-not-allowed",
  "not-allowed",
  "no-chat-access",
]);

/** The codes with one of which a principal is refused; empty: they may. */
export function refusalsFor(route: Route, who: Principal): readonly RefusalCode[] {
  const isElsewhere = who === "marie-elsewhere" || who === "admin-elsewhere";
  // The widget's door looks at the page before it looks at the asker.
  if (isElsewhere && route.path.startsWith("/api/widget/")) return ["origin-not-allowed"];
  switch (route.who) {
    case "anyone":
      return [];
    case "own-page":
      return isFromElsewhere(who) ? ["origin-not-allowed"] : [];
    case "provider":
      return who === "provider" ? [] : ["signature-invalid"];
    case "visitor":
      if (who === "marie") return [];
      if (who === "stranger") return route.refusals.includes("not-found") ? ["not-found"] : [];
      return ["session-unknown"];
    case "agent":
    case "admin":
      return refusalsAtTheDesk(route, who);
    default:
      return unreachable(route.who);
  }
}

function refusalsAtTheDesk(route: Route, who: Principal): readonly RefusalCode[] {
  // Reading changes nothing, and no other page may look at the answer: see `cors`.
  if (isFromElsewhere(who) && route.method !== "GET") return ["origin-not-allowed"];
  if (who === "admin" || who === "admin-elsewhere" || who === "admin-by-form") return [];
  const isAgent = who === "light" || who === "no-chat" || who === "agent";
  if (!isAgent) return ["signed-out"];
  if (route.who === "admin") return ["not-allowed"];
  const listed = (codes: readonly RefusalCode[]) => codes.filter((code) => route.refusals.includes(code));
  if (who === "light") return listed(["not-allowed", "no-chat-access"]);
  return who === "no-chat" ? listed(["no-chat-access"]) : [];
}

const isFromElsewhere = (who: Principal): boolean =>
  who === "marie-elsewhere" || who === "admin-elsewhere" || who === "admin-by-form";
