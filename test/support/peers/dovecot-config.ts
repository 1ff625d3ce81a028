/** What Dovecot must be told to show Maildirs on loopback. 2.4 (Debian 13) reads another language than 2.3 (Debian 12). */
import { join } from "node:path";

export interface DovecotSetting {
  readonly folder: string;
  readonly port: number;
  /** User name → Maildir. Everybody's password is `secret`. */
  readonly maildirs: Readonly<Record<string, string>>;
  /** Whom the Maildirs belong to. */
  readonly uid: string;
  readonly gid: string;
}

/** `version`: as `dovecot --version` prints it. Both files, by name. */
export function dovecotConfig(
  version: string,
  setting: DovecotSetting,
): { readonly users: string; readonly conf: string } {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNew = major > 2 || (major === 2 && minor >= 4);
  const lines = isNew ? linesSince24(setting) : linesUpTo23(setting);
  return { users: usersOf(setting, isNew ? "mail_path=" : "mail=maildir:"), conf: `${lines.join("\n")}\n` };
}

const usersOf = ({ maildirs, uid, gid, folder }: DovecotSetting, field: string): string =>
  Object.entries(maildirs)
    .map(([user, maildir]) => `${user}:{PLAIN}secret:${uid}:${gid}::${folder}::userdb_${field}${maildir}\n`)
    .join("");

function linesSince24(setting: DovecotSetting): readonly string[] {
  const file = `passwd_file_path = ${join(setting.folder, "users")}`;
  return [
    // Must stand first: which language the rest is written in, and the oldest program that must read what it stores.
    "dovecot_config_version = 2.4.0",
    "dovecot_storage_version = 2.4.0",
    block("protocols", "imap = yes"),
    ...shared(setting),
    "auth_allow_cleartext = yes",
    "mail_driver = maildir",
    block("namespace inbox", "inbox = yes"),
    block("passdb passwd-file", file),
    block("userdb passwd-file", file),
    ...services(setting),
  ];
}

function linesUpTo23(setting: DovecotSetting): readonly string[] {
  const file = ["driver = passwd-file", `args = ${join(setting.folder, "users")}`];
  return [
    "protocols = imap",
    ...shared(setting),
    "disable_plaintext_auth = no",
    block("passdb", ...file),
    block("userdb", ...file),
    ...services(setting),
  ];
}

const block = (name: string, ...settings: readonly string[]): string =>
  [`${name} {`, ...settings.map((setting) => `  ${setting}`), "}"].join("\n");

const shared = ({ folder }: DovecotSetting): readonly string[] => [
  "listen = 127.0.0.1",
  `base_dir = ${join(folder, "run")}`,
  `state_dir = ${join(folder, "state")}`,
  `log_path = ${join(folder, "dovecot.log")}`,
  "ssl = no",
  "first_valid_uid = 1",
  "first_valid_gid = 1",
  "default_internal_user = dovecot",
  "default_login_user = dovenull",
];

const services = ({ port }: DovecotSetting): readonly string[] => [
  "service imap-login {",
  "  chroot =",
  "  inet_listener imap {",
  `    port = ${port}`,
  "  }",
  "  inet_listener imaps {",
  "    port = 0",
  "  }",
  "}",
  "service anvil {",
  "  chroot =",
  "}",
];
