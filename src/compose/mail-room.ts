/** Which adapters write, read, sign and prove mail, for one house. */
import { createMailComposer, mailTextReader } from "../adapters/mail/compose-mail.ts";
import { parseMime } from "../adapters/mail/mime-in.ts";
import { probeReader, probeWriter } from "../adapters/mail/probe-mail.ts";
import { senderProver } from "../adapters/mail/prove-sender.ts";
import { loadSigningDkimKeys } from "../adapters/postgres/mail-settings/mail-settings-tx.ts";
import type { Pool } from "../adapters/postgres/pool.ts";
import { createDkimRing, dkimKeyMaker, type DkimRing } from "../adapters/system/dkim-keys.ts";
import { type Dns, systemDns, textsOf } from "../adapters/system/dns.ts";
import { readWritten } from "../adapters/mail/text/reply-text.ts";
import { languageOf } from "../adapters/mail/text/language-of.ts";
import type { Mailer } from "../ports/continuity/mailer.ts";
import type { ProbeWriter } from "../ports/mail-settings/probe-writer.ts";
import type { Grants } from "./sign-ins.ts";

export interface MailRoomOptions {
  /** Wraps the secrets in the database; null: they lie there as they are. */
  readonly secret: string | null;
  /** Takes what leaves; where it signs in by OAuth, it is told here with which tokens. */
  readonly mailer: (grants: Grants) => Mailer;
  readonly mailDomain: string;
  /** The demo has no DNS: mail that its mailbox hands over on loopback counts as proved, and no domain is asked about. */
  readonly isDemo: boolean;
  /** The mail server in front of us whose Authentication-Results are believed; without it nobody's. */
  readonly mailUpstream?: string | null;
  /** Asked instead of DNS, where a machine has none of its own. */
  readonly dns?: Dns;
}

export function openMailRoom(options: MailRoomOptions, pool: Pool, grants: Grants) {
  const dns = options.dns ?? systemDns({ asksForDomains: !options.isDemo });
  const dkim = createDkimRing(() => loadSigningDkimKeys(pool), options.secret);
  return {
    mailDomain: options.mailDomain,
    mailer: options.mailer(grants),
    composer: createMailComposer({ dkimFor: dkim.keyFor }),
    mailTexts: mailTextReader,
    reader: {
      parse: parseMime,
      written: readWritten,
      languageOf,
      prove: senderProver({ ...options, resolve: dns.resolve }),
    },
    probes: probesOf(dkim),
    probeReader: probeReader(dns.resolve),
    dkim,
    dkimKeys: dkimKeyMaker(options.secret),
    dnsTexts: textsOf(dns),
    mailDomains: dns.mailDomains,
  };
}

/** Which key signs is looked up first. */
function probesOf(dkim: DkimRing): ProbeWriter {
  const writer = probeWriter(dkim.keyFor);
  return {
    async write(probe) {
      await dkim.freshen();
      return writer.write(probe);
    },
  };
}
