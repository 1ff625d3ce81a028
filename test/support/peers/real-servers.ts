/** Mail servers that nobody here wrote, each with its own configuration and data in a folder of its own, on loopback. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { dovecotConfig } from "./dovecot-config.ts";
import type { Ability } from "./outside-programs.ts";
import { until } from "../until.ts";

export interface RealServer {
  readonly port: number;
  /** Its folder, where logs and mailboxes lie. */
  readonly folder: string;
  stop(): Promise<void>;
}

const POSTFIX_PROGRAM = "/usr/sbin/postfix";
const DOVECOT_PROGRAM = "/usr/sbin/dovecot";
/** Where its package puts it, and where .ci/install does. */
const EXIM_PROGRAMS = ["/usr/sbin/exim4", "/usr/local/sbin/exim4"];

export const POSTFIX: Ability = {
  program: "Postfix",
  task: "relay mail",
  packages: "postfix",
  obstacle: () => startingOf([POSTFIX_PROGRAM], async () => startPostfix({ port: await freePort(), transports: {} })),
};

export const DOVECOT: Ability = {
  program: "Dovecot",
  task: "show a mailbox by IMAP",
  packages: "dovecot-imapd",
  obstacle: () => startingOf([DOVECOT_PROGRAM], () => startDovecot({})),
};

export const EXIM: Ability = {
  program: "Exim",
  task: "take mail",
  packages: "exim4-daemon-light libgnutls-dane0 libidn12",
  obstacle: () =>
    startingOf(EXIM_PROGRAMS, () =>
      startExim({ domain: "example.net", people: [], refusesAtOnce: true, smarthost: 1 }),
    ),
};

/** What stands in the way of a server that lies at one of these places: tried by starting it. */
async function startingOf(places: readonly string[], start: () => Promise<RealServer>): Promise<string | null> {
  if (!places.some((file) => existsSync(file))) return "it is not installed";
  if (userInfo().uid !== 0) return "mail servers change users, and only root may";
  const server = await start();
  await server.stop();
  return null;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function ownFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `ariane-${name}-`));
  // The server's own users must reach what lies below.
  chmodSync(folder, 0o755);
  return folder;
}

async function run(
  program: string,
  args: readonly string[],
  { port, folder }: Omit<RealServer, "stop">,
): Promise<RealServer> {
  const child: ChildProcess = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], detached: true });
  const exit = once(child, "exit");
  const stop = async (): Promise<void> => {
    // Its whole group, and only that: these servers start helpers of their own.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, "SIGTERM");
    }
    await exit;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(`${program} listens`, async () => {
      if (child.exitCode !== null) throw new Error(`${program} ended by itself with ${child.exitCode}`);
      return accepts(port);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, folder, stop };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

export interface PostfixRoutes {
  readonly port: number;
  /** Domain → where its mail goes, in Postfix's words: `lmtp:inet:127.0.0.1:24`. */
  readonly transports: Readonly<Record<string, string>>;
  /** Domains whose mail lies in `<folder>/mail/<domain>/`, a Maildir for all of them. */
  readonly mailboxes?: readonly string[];
  /** A header that it writes on mail from these senders, as a milter that checked them would. */
  readonly vouchesFor?: Readonly<Record<string, string>>;
}

/** Postfix that relays by these routes and knows nobody else. */
export async function startPostfix({
  port,
  transports,
  mailboxes = [],
  vouchesFor = {},
}: PostfixRoutes): Promise<RealServer> {
  const folder = ownFolder("postfix");
  for (const name of ["etc", "queue", "data", "mail"]) mkdirSync(join(folder, name));
  for (const name of ["data", "mail"]) own(join(folder, name), "postfix");
  const settings = {
    compatibility_level: "3.6",
    queue_directory: join(folder, "queue"),
    data_directory: join(folder, "data"),
    maillog_file: join(folder, "mail.log"),
    maillog_file_prefixes: folder,
    myhostname: "mx.acme.example",
    mydestination: "",
    mynetworks: "127.0.0.0/8",
    inet_interfaces: "127.0.0.1",
    inet_protocols: "ipv4",
    relay_domains: Object.keys(transports).join(" "),
    transport_maps: table(transports),
    virtual_mailbox_domains: mailboxes.join(" "),
    virtual_mailbox_base: join(folder, "mail"),
    virtual_mailbox_maps: table(Object.fromEntries(mailboxes.map((domain) => [`@${domain}`, `${domain}/`]))),
    virtual_uid_maps: `static:${uidOf("postfix")}`,
    virtual_gid_maps: `static:${uidOf("postfix", "-g")}`,
    virtual_minimum_uid: "1",
    smtpd_sender_restrictions:
      Object.keys(vouchesFor).length === 0
        ? ""
        : `check_sender_access ${table(Object.fromEntries(Object.entries(vouchesFor).map(([from, header]) => [from, `PREPEND ${header}`])))}`,
    smtp_dns_support_level: "disabled",
    smtp_tls_security_level: "none",
    bounce_notice_recipient: "postmaster",
    notify_classes: "",
    queue_run_delay: "2s",
    minimal_backoff_time: "2s",
    maximal_backoff_time: "4s",
  };
  const main = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(join(folder, "etc", "main.cf"), `${main.join("\n")}\n`);
  writeFileSync(join(folder, "etc", "master.cf"), masterOf(port));
  const server = await run(POSTFIX_PROGRAM, ["-c", join(folder, "etc"), "start-fg"], { port, folder });
  const stop = async (): Promise<void> => {
    // Its master leaves the group that it was started in: it has to be asked.
    spawnSync(POSTFIX_PROGRAM, ["-c", join(folder, "etc"), "stop"], { stdio: "ignore" });
    await server.stop();
  };
  return { ...server, stop };
}

/** A lookup table in the configuration itself. An empty one is an error to Postfix. */
function table(entries: Readonly<Record<string, string>>): string {
  const rows = Object.entries(entries).map(([key, value]) => `{ ${key} = ${value} }`);
  return rows.length === 0 ? "" : `inline:{ ${rows.join(", ")} }`;
}

/** Nothing is chrooted: the folder has no copies of system files. */
const masterOf = (port: number): string =>
  [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    "pickup unix n - n 60 1 pickup",
    "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 300 1 qmgr",
    "rewrite unix - - n - - trivial-rewrite",
    "bounce unix - - n - 0 bounce",
    "defer unix - - n - 0 bounce",
    "trace unix - - n - 0 bounce",
    "proxymap unix - - n - - proxymap",
    "anvil unix - - n - 1 anvil",
    "scache unix - - n - 1 scache",
    "smtp unix - - n - - smtp",
    "relay unix - - n - - smtp",
    "lmtp unix - - n - - lmtp",
    "virtual unix - n n - - virtual",
    "error unix - - n - - error",
    "retry unix - - n - - error",
    "postlog unix-dgram n - n - 1 postlogd",
    "",
  ].join("\n");

function uidOf(user: string, flag = "-u"): string {
  return spawnSync("id", [flag, user]).stdout.toString().trim();
}

function own(path: string, user: string): void {
  spawnSync("chown", ["-R", `${user}:`, path]);
}

/** Dovecot that shows the Maildirs of `mail` to a user `desk` with the password `secret`, one per user name. */
export async function startDovecot(maildirs: Readonly<Record<string, string>>): Promise<RealServer> {
  const folder = ownFolder("dovecot");
  const port = await freePort();
  const { stdout } = spawnSync(DOVECOT_PROGRAM, ["--version"]);
  const owner = { uid: uidOf("postfix"), gid: uidOf("postfix", "-g") };
  const { users, conf } = dovecotConfig(stdout.toString(), { folder, port, maildirs, ...owner });
  writeFileSync(join(folder, "users"), users);
  writeFileSync(join(folder, "dovecot.conf"), conf);
  return run(DOVECOT_PROGRAM, ["-F", "-c", join(folder, "dovecot.conf")], { port, folder });
}

export interface EximRoutes {
  /** Takes mail for this domain, and then finds that only these people are there. */
  readonly domain: string;
  readonly people: readonly string[];
  /** Refuses at once whom it does not have, so that the server before it must tell; else it tells itself, later. */
  readonly refusesAtOnce: boolean;
  /** Where it hands its own bounces. */
  readonly smarthost: number;
}

/** Exim that accepts first and bounces afterwards, in a form of its own. */
export async function startExim({ domain, people, refusesAtOnce, smarthost }: EximRoutes): Promise<RealServer> {
  const program = EXIM_PROGRAMS.find((file) => existsSync(file)) ?? "exim4";
  const folder = ownFolder("exim");
  const port = await freePort();
  mkdirSync(join(folder, "spool"));
  mkdirSync(join(folder, "mail"));
  own(folder, "Debian-exim");
  const lines = [
    `primary_hostname = mail.${domain}`,
    // It calls itself to deliver, by default where its package puts it.
    `exim_path = ${program}`,
    `spool_directory = ${join(folder, "spool")}`,
    `log_file_path = ${join(folder, "%slog")}`,
    `pid_file_path = ${join(folder, "exim.pid")}`,
    `domainlist local_domains = ${domain}`,
    "local_interfaces = 127.0.0.1",
    `daemon_smtp_ports = ${port}`,
    "tls_advertise_hosts =",
    "host_lookup =",
    "rfc1413_query_timeout = 0s",
    `acl_smtp_rcpt = ${refusesAtOnce ? "check_person" : "accept_all"}`,
    "acl_smtp_data = accept_all",
    "never_users =",
    "begin acl",
    "accept_all:",
    "  accept",
    "check_person:",
    "  require verify = recipient",
    "  accept",
    "begin routers",
    "local:",
    "  driver = accept",
    "  domains = +local_domains",
    `  local_parts = ${people.join(" : ")}`,
    "  transport = maildir",
    "unknown:",
    "  driver = redirect",
    "  domains = +local_domains",
    "  allow_fail",
    "  data = :fail: 550 5.1.1 nobody of this name works here",
    "elsewhere:",
    "  driver = manualroute",
    "  domains = ! +local_domains",
    "  self = send",
    `  route_list = * 127.0.0.1::${smarthost}`,
    "  transport = smarthost",
    "begin transports",
    "maildir:",
    "  driver = appendfile",
    `  directory = ${join(folder, "mail")}`,
    "  maildir_format",
    "  user = Debian-exim",
    "smarthost:",
    "  driver = smtp",
    "  allow_localhost",
    "",
  ];
  const file = join(folder, "exim.conf");
  writeFileSync(file, lines.join("\n"));
  return run(program, ["-C", file, "-bdf", "-q5s"], { port, folder });
}
