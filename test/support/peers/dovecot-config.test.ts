import { expect, test } from "vitest";
import { dovecotConfig } from "./dovecot-config.ts";

const setting = { folder: "/tmp/dovecot", port: 1143, maildirs: { desk: "/tmp/mail/desk" }, uid: "101", gid: "102" };

test.each(["2.4.1-4 (7d8c0e5759)", "2.4.0", "2.10.1", "3.0.0"])(
  "Dovecot %s is told in the language of 2.4",
  (version) => {
    const { conf, users } = dovecotConfig(version, setting);
    expect(conf).toMatch(/^dovecot_config_version = 2\.4\.0\ndovecot_storage_version = /);
    expect(conf).not.toMatch(/disable_plaintext_auth|driver = passwd-file|args =/);
    expect(users).toBe("desk:{PLAIN}secret:101:102::/tmp/dovecot::userdb_mail_path=/tmp/mail/desk\n");
  },
);

test.each(["2.3.19.1 (9b53102964)", "2.3.4"])("Dovecot %s is told in the language of 2.3", (version) => {
  const { conf, users } = dovecotConfig(version, setting);
  expect(conf).not.toMatch(/dovecot_config_version|auth_allow_cleartext|passwd_file_path/);
  expect(users).toBe("desk:{PLAIN}secret:101:102::/tmp/dovecot::userdb_mail=maildir:/tmp/mail/desk\n");
});
