import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configDocs } from "../scripts/print-config-docs.ts";
import { type Config, type Environment, parseConfig, publicUrlAt } from "./config.ts";
import { ALLOWED_NUMBERS } from "./domain/settings/allowed.ts";

const PASSWORD = "hunter2";

function configOf(env: Environment): Config {
  const parsed = parseConfig(env);
  if (!parsed.ok) throw new Error(parsed.error.join("\n"));
  return parsed.value;
}

function faultsOf(env: Environment): readonly string[] {
  const parsed = parseConfig(env);
  return parsed.ok ? [] : parsed.error;
}

test("an empty environment is the demo on this machine only", () => {
  expect(configOf({})).toEqual({
    http: { host: "127.0.0.1", port: 8080 },
    inboundSmtp: { host: "127.0.0.1", port: 2525 },
    inboundTls: null,
    lmtp: null,
    imap: null,
    webhookSecret: null,
    mailUpstream: null,
    dataDir: "./data",
    databaseUrl: null,
    filesAtMost: 20 * 1024 ** 3,
    smtpUrl: null,
    smtpOAuth: null,
    publicUrl: null,
    mailDomain: "reply.localhost",
    demo: true,
    secret: null,
    trustedProxies: [],
    allowed: ALLOWED_NUMBERS,
    logLevel: "info",
    processJobs: true,
    stopGraceMs: 0,
    warnings: [],
  });
  expect(publicUrlAt(8080)).toBe("http://localhost:8080");
});

test("every fault is reported at once, each with its variable", () => {
  const faults = faultsOf({ PORT: "eighty", ARIANE_SECRET: "short", ARIANE_DEMO: "yes", DATABASE_URL: "mysql://x" });
  expect(faults.map((fault) => fault.split(/[=:]/)[0])).toEqual([
    "ARIANE_DEMO",
    "PORT",
    "DATABASE_URL",
    "ARIANE_SECRET",
  ]);
});

test("what strangers may use up is a whole number above none", () => {
  expect(configOf({ ARIANE_MAILS_A_NETWORK: "9000" }).allowed).toEqual({
    ...ALLOWED_NUMBERS,
    mailsOfANetworkAnHour: 9_000,
  });
  for (const wrong of ["0", "-1", "1.5", "many"]) {
    expect(faultsOf({ ARIANE_SOCKETS_A_NETWORK: wrong })).toEqual([
      expect.stringMatching(/^ARIANE_SOCKETS_A_NETWORK=/),
    ]);
  }
});

test("a certificate comes with its key, or not at all", () => {
  const pair = { ARIANE_INBOUND_TLS_CERT: "/etc/tls/chain.pem", ARIANE_INBOUND_TLS_KEY: "/etc/tls/key.pem" };
  expect(configOf(pair).inboundTls).toEqual({ cert: "/etc/tls/chain.pem", key: "/etc/tls/key.pem" });
  for (const [name, path] of Object.entries(pair)) {
    expect(faultsOf({ [name]: path })).toEqual([expect.stringMatching(new RegExp(`^${name} without ARIANE_`))]);
  }
});

test("a fault never repeats a secret", () => {
  const faults = faultsOf({ SMTP_URL: `imap://leo:${PASSWORD}@host`, ARIANE_SECRET: PASSWORD, DATABASE_URL: PASSWORD });
  expect(faults).toHaveLength(3);
  expect(faults.join()).not.toContain(PASSWORD);
});

test("an empty value counts as not set", () => {
  expect(configOf({ PORT: "", SMTP_URL: "  " })).toEqual(configOf({}));
});

test("a misspelt setting is warned about", () => {
  expect(configOf({ ARIANE_DEM0: "0" }).warnings).toEqual([expect.stringContaining("ARIANE_DEM0")]);
});

test("without demo and relay the operator hears that no mail can leave", () => {
  expect(configOf({ ARIANE_DEMO: "0" }).warnings).toEqual([expect.stringContaining("SMTP_URL")]);
  expect(configOf({ ARIANE_DEMO: "0", SMTP_URL: "smtp://relay:25" }).warnings).toEqual([]);
});

test("the configuration cannot be changed once read", () => {
  const config = configOf({ ARIANE_TRUSTED_PROXIES: "10.0.0.1" });
  for (const part of [config, config.http, config.inboundSmtp, config.trustedProxies, config.warnings]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test("incoming SMTP listens where HTTP does, unless told otherwise", () => {
  expect(configOf({ HOST: "0.0.0.0", ARIANE_DEMO: "0" }).inboundSmtp.host).toBe("0.0.0.0");
  expect(configOf({ HOST: "::1", ARIANE_INBOUND_SMTP_HOST: "0.0.0.0", ARIANE_DEMO: "0" }).inboundSmtp.host).toBe(
    "0.0.0.0",
  );
});

test.each([
  ["https://chat.acme.example", "chat.acme.example"],
  ["http://localhost:3000", "reply.localhost"],
  ["http://192.0.2.7", "reply.localhost"],
  ["http://[::1]:8080", "reply.localhost"],
])("reply addresses under %s end in %s", (publicUrl, domain) => {
  expect(configOf({ ARIANE_PUBLIC_URL: publicUrl, ARIANE_DEMO: "0" }).mailDomain).toBe(domain);
});

describe.each<[string, readonly string[], readonly string[]]>([
  ["PORT", ["0", "8080", "65535"], ["-1", "65536", "80.5", "0x50", "http"]],
  ["HOST", ["0.0.0.0", "::", "chat.example.com"], ["http://host", "a b", "-a"]],
  [
    "ARIANE_PUBLIC_URL",
    ["https://a.example", "http://localhost:1/"],
    ["a.example", "https://a.example/chat", "ftp://a"],
  ],
  ["ARIANE_TRUSTED_PROXIES", ["10.0.0.0/8, ::1", "fd00::/8"], ["10.0.0.0/33", "proxy", "10.0.0.0/8/8", "10.0.0.0/"]],
  ["ARIANE_MAIL_DOMAIN", ["Reply.Example.com"], ["localhost", "10.0.0.1", "exämple.com", "a..b"]],
  ["ARIANE_SECRET", ["x".repeat(32)], ["x".repeat(31)]],
  ["DATABASE_URL", ["postgres://u:p@h/d", "postgresql://h/d"], ["h/d", "http://h"]],
  ["SMTP_URL", ["smtp://h:25", "smtps://u:p@h"], ["h:25", "imap://h"]],
  ["ARIANE_LMTP_PORT", ["0", "24"], ["lmtp", "65536"]],
  [
    "ARIANE_IMAP_URL",
    ["imaps://u:p@h", "imap://u:p@h:1143/Support"],
    ["pop3://u:p@h", "imaps://h/INBOX", "imaps://u@h"],
  ],
  ["ARIANE_SMTP_OAUTH_TOKEN_URL", [], ["ftp://h", "http://id.example.com/token"]],
  ["ARIANE_IMAP_OAUTH_TOKEN_URL", [], ["ftp://h", "http://id.example.com/token", "id.example.com"]],
  ["ARIANE_WEBHOOK_SECRET", ["x".repeat(32)], ["x".repeat(31)]],
  ["ARIANE_MAIL_UPSTREAM", ["mx.example.com"], ["mx example"]],
  ["ARIANE_DEMO", ["0", "1"], ["true", "2"]],
  ["ARIANE_DEMO_ON_NETWORK", ["0", "1"], ["true"]],
  ["ARIANE_STOP_GRACE", ["0", "5", "120"], ["121", "-1", "1.5", "5s"]],
  ["ARIANE_LOG_LEVEL", ["debug", "silent"], ["DEBUG", "all"]],
])("%s", (name, good, bad) => {
  test.each(good)("takes %s", (value) => {
    expect(faultsOf({ ARIANE_DEMO: "0", [name]: value })).toEqual([]);
  });
  test.each(bad)("refuses %s", (value) => {
    expect(faultsOf({ ARIANE_DEMO: "0", [name]: value })).toHaveLength(1);
  });
});

describe("the demo, whose password everybody knows,", () => {
  test.each([
    ["HOST", "0.0.0.0"],
    ["HOST", "demo.example.com"],
    ["ARIANE_INBOUND_SMTP_HOST", "0.0.0.0"],
    ["ARIANE_PUBLIC_URL", "https://demo.example.com"],
    ["ARIANE_PUBLIC_URL", "https://localhost"],
    ["ARIANE_PUBLIC_URL", "http://10.0.0.7:8080"],
  ])("is not offered to the network by %s=%s, unless that is said", (name, value) => {
    const [fault, ...others] = faultsOf({ [name]: value });
    expect(fault).toContain(`${name}=${value}`);
    expect(fault).toContain("ARIANE_DEMO=0");
    expect(others).toEqual([]);
    expect(faultsOf({ [name]: value, ARIANE_DEMO_ON_NETWORK: "1" })).toEqual([]);
    expect(faultsOf({ [name]: value, ARIANE_DEMO: "0" })).toEqual([]);
  });

  test.each([
    ["HOST", "127.0.0.1"],
    ["HOST", "::1"],
    ["ARIANE_PUBLIC_URL", "http://localhost:9000"],
  ])("runs on this machine by %s=%s", (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([]);
  });
});

test("a mailbox is read with a password or with OAuth, never with half of it", () => {
  const place = {
    host: "mail.example.com",
    port: 993,
    isImplicitTls: true,
    user: "help@acme.example",
    folder: "INBOX",
  };
  expect(configOf({ ARIANE_IMAP_URL: "imaps://help%40acme.example:p%3Aw@mail.example.com" }).imap).toEqual({
    ...place,
    signIn: { kind: "password", password: "p:w" },
  });
  const oauth = {
    ARIANE_IMAP_URL: "imaps://help%40acme.example@mail.example.com/INBOX",
    ARIANE_IMAP_OAUTH_TOKEN_URL: "https://id.example.com/token",
    ARIANE_IMAP_OAUTH_CLIENT_ID: "ariane",
    ARIANE_IMAP_OAUTH_REFRESH_TOKEN: "r",
  };
  expect(configOf(oauth).imap).toEqual({
    ...place,
    signIn: {
      kind: "oauth",
      grant: { tokenUrl: "https://id.example.com/token", clientId: "ariane", clientSecret: null, refreshToken: "r" },
    },
  });
  expect(faultsOf({ ...oauth, ARIANE_IMAP_OAUTH_REFRESH_TOKEN: "" })).toHaveLength(1);
  expect(faultsOf({ ...oauth, ARIANE_IMAP_URL: "" })).toHaveLength(1);
  expect(faultsOf({ ...oauth, ARIANE_IMAP_URL: "imaps://u:p@h" })).toHaveLength(1);
});

test("the relay is signed in at by what its URL says or by OAuth, never by half of it", () => {
  const oauth = {
    SMTP_URL: "smtp://help%40acme.example@smtp.example.com:587",
    ARIANE_SMTP_OAUTH_TOKEN_URL: "https://id.example.com/token",
    ARIANE_SMTP_OAUTH_CLIENT_ID: "ariane",
    ARIANE_SMTP_OAUTH_CLIENT_SECRET: PASSWORD,
    ARIANE_SMTP_OAUTH_REFRESH_TOKEN: "r",
  };
  const grant = {
    tokenUrl: "https://id.example.com/token",
    clientId: "ariane",
    clientSecret: PASSWORD,
    refreshToken: "r",
  };
  expect(configOf(oauth).smtpOAuth).toEqual(grant);
  const faults = [
    faultsOf({ ...oauth, ARIANE_SMTP_OAUTH_TOKEN_URL: "" }),
    faultsOf({ ...oauth, SMTP_URL: "" }),
    faultsOf({ ...oauth, SMTP_URL: "smtp://smtp.example.com" }),
    faultsOf({ ...oauth, SMTP_URL: `smtp://help:${PASSWORD}@smtp.example.com` }),
  ];
  expect(faults).toEqual([
    [expect.stringContaining("needed together")],
    [expect.stringContaining("without SMTP_URL")],
    [expect.stringContaining("names no user")],
    [expect.stringContaining("a password beside")],
  ]);
  expect(faults.join()).not.toContain(PASSWORD);
});

test("LMTP is off until it has a port", () => {
  expect(configOf({ ARIANE_LMTP_PORT: "24" }).lmtp).toEqual({ host: "127.0.0.1", port: 24 });
  expect(configOf({ ARIANE_LMTP_PORT: "24", ARIANE_LMTP_HOST: "::1" }).lmtp).toEqual({ host: "::1", port: 24 });
});

test("docs/configuration.md is what the table of variables prints", () => {
  expect(readFileSync("docs/configuration.md", "utf8")).toBe(configDocs());
});

test("the room for files is a whole number of gigabytes", () => {
  expect(configOf({ ARIANE_FILES_AT_MOST: "3" }).filesAtMost).toBe(3 * 1024 ** 3);
  expect(parseConfig({ ARIANE_FILES_AT_MOST: "0" }).ok).toBe(false);
});

test("a process that proxies stand before gives them time to notice that it stops, unless told how much", () => {
  const behind = { ARIANE_TRUSTED_PROXIES: "10.0.0.1" };
  const told = [{}, behind, { ...behind, ARIANE_STOP_GRACE: "0" }];
  expect(told.map((env) => configOf(env).stopGraceMs)).toEqual([0, 5_000, 0]);
});
