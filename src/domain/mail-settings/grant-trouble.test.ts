import { expect, test } from "vitest";
import { explainTrouble, type GrantTroubleKind, troubleOf } from "./grant-trouble.ts";

test.each<[number, string | null, GrantTroubleKind]>([
  [400, "invalid_grant", "grant-over"],
  [503, "invalid_grant", "grant-over"],
  [401, "invalid_client", "client-refused"],
  [400, "unauthorized_client", "client-refused"],
  [400, "invalid_scope", "request-refused"],
  [404, null, "request-refused"],
  [200, null, "request-refused"],
  [429, null, "unreachable"],
  [500, null, "unreachable"],
  [502, "server_error", "unreachable"],
])("an answer %i with %s means %s", (status, error, kind) => {
  expect(troubleOf(status, error)).toBe(kind);
});

test.each(["grant-over", "client-refused", "request-refused"] as const)(
  "what to do about %s names the variables of the door",
  (kind) => {
    expect(explainTrouble({ kind, said: "400 no" }, "smtp")).toMatch(/400 no.*ARIANE_SMTP_OAUTH_/);
    expect(explainTrouble({ kind, said: "400 no" }, "imap")).toMatch(/400 no.*ARIANE_IMAP_OAUTH_/);
  },
);

test("an endpoint that is away needs nobody", () => {
  expect(explainTrouble({ kind: "unreachable", said: "busy" }, "smtp")).toContain("tried again by itself");
});
