/** Sign-in by XOAUTH2 at a real server, with access tokens that a test hands out. */
import { afterEach, expect, test } from "vitest";
import { TEST_CERTIFICATE } from "../../../../test/support/peers/certificate.ts";
import {
  type OAuthRelay,
  type OAuthRelayOptions,
  startOAuthRelay,
} from "../../../../test/support/peers/oauth-relay.ts";
import { startMailPeer } from "../../../../test/support/peers/mail-peers.ts";
import type { GrantTrouble } from "../../../domain/mail-settings/grant-trouble.ts";
import { emailAddress } from "../../../domain/ids.ts";
import { err, ok } from "../../../domain/result.ts";
import type { AccessTokens } from "../../../ports/mail/access-tokens.ts";
import { createSmtpMailer, type SmtpMailer } from "../smtp-out.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const MAIL = {
  envelope: { from: emailAddress("bounce+1@acme.example"), to: emailAddress("marie@example.com") },
  raw: Buffer.from("Subject: x\r\n\r\nHello\r\n"),
};

/** These tokens in turn, each until it is forgotten; the last one for ever, as after a replacement just now. */
function tokensInTurn(...tokens: readonly (string | GrantTrouble)[]): AccessTokens & { readonly forgotten: string[] } {
  const left = [...tokens];
  const forgotten: string[] = [];
  return {
    forgotten,
    current() {
      const [token = "none"] = left;
      return Promise.resolve(typeof token === "string" ? ok(token) : err(token));
    },
    forget(token) {
      forgotten.push(token);
      if (left.length > 1) left.shift();
    },
  };
}

async function given(
  accessTokens: AccessTokens,
  options: Partial<OAuthRelayOptions> = {},
): Promise<{ relay: OAuthRelay; mailer: SmtpMailer }> {
  const relay = await startOAuthRelay({ valid: () => "good", ...options });
  const scheme = options.isImplicitTls ? "smtps" : "smtp";
  const url = `${scheme}://help%40acme.example@localhost:${relay.port}`;
  const mailer = createSmtpMailer({ url, accessTokens, ca: TEST_CERTIFICATE, tlsPolicy: "strict" });
  closers.push(
    () => relay.close(),
    () => mailer.close(),
  );
  return { relay, mailer };
}

test.each([false, true])(
  "a mail leaves as the user of the URL, with the access token (TLS at once: %s)",
  async (isImplicitTls) => {
    const { relay, mailer } = await given(tokensInTurn("good"), { isImplicitTls });
    expect(await mailer.send(MAIL)).toMatchObject({ kind: "accepted" });
    expect(relay.takenFrom).toEqual(["help@acme.example"]);
  },
);

test("a connection that is signed in carries the next mail without another token", async () => {
  const { relay, mailer } = await given(tokensInTurn("good"));
  await mailer.send(MAIL);
  await mailer.send(MAIL);
  expect([relay.mails.length, relay.shown]).toEqual([2, ["good"]]);
});

test("a token that is refused is replaced once, and the mail leaves", async () => {
  const tokens = tokensInTurn("old", "good");
  const { relay, mailer } = await given(tokens);
  expect(await mailer.send(MAIL)).toMatchObject({ kind: "accepted" });
  expect([relay.shown, tokens.forgotten]).toEqual([["old", "good"], ["old"]]);
});

test("where a fresh one is refused too the mail waits, and the reason is said without the token", async () => {
  const { relay, mailer } = await given(tokensInTurn("old", "fresh", "never-asked"));
  const outcome = await mailer.send(MAIL);
  expect(outcome).toMatchObject({ kind: "deferred", code: 535 });
  expect(outcome.reply).toMatch(/^The relay refuses a fresh access token too \(535 .*SMTP_URL/);
  expect(outcome.reply).not.toMatch(/old|never/);
  expect(relay.shown).toEqual(["old", "fresh"]);
});

test("where there is no fresher one the server is not asked twice", async () => {
  const { relay, mailer } = await given(tokensInTurn("old"));
  expect(await mailer.send(MAIL)).toMatchObject({ kind: "deferred", code: 535 });
  expect(relay.shown).toEqual(["old"]);
});

test.each([
  ["grant-over", "ARIANE_SMTP_OAUTH_REFRESH_TOKEN"],
  ["client-refused", "ARIANE_SMTP_OAUTH_CLIENT_ID"],
  ["request-refused", "ARIANE_SMTP_OAUTH_TOKEN_URL"],
  ["unreachable", "tried again by itself"],
] as const)("without a token (%s) the mail waits, and the reason says what to do", async (kind, cure) => {
  for (const tokens of [tokensInTurn({ kind, said: "400 why" }), tokensInTurn("old", { kind, said: "400 why" })]) {
    const { relay, mailer } = await given(tokens);
    const outcome = await mailer.send(MAIL);
    expect(outcome).toMatchObject({ kind: "deferred", code: null });
    expect(outcome.reply).toContain("400 why");
    expect(outcome.reply).toContain(cure);
    expect(relay.mails).toHaveLength(0);
  }
});

test("no token is shown to a server without TLS", async () => {
  const { relay, mailer } = await given(tokensInTurn("good"), { hasTls: false });
  expect(await mailer.send(MAIL)).toMatchObject({ kind: "deferred" });
  expect(relay.shown).toEqual([]);
});

test("a server that knows no sign-in keeps the mail waiting", async () => {
  const peer = await startMailPeer();
  const url = peer.url.replace("smtp://", "smtp://help%40acme.example@");
  const mailer = createSmtpMailer({ url, accessTokens: tokensInTurn("good") });
  closers.push(
    () => peer.close(),
    () => mailer.close(),
  );
  expect(await mailer.send(MAIL)).toMatchObject({ kind: "deferred" });
});
