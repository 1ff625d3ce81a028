/** How a stored mail is read and its sender proved, by the door it came in by. */
import { authenticateMail, type AuthenticationSetting } from "../adapters/mail/authenticate.ts";
import { parseMime } from "../adapters/mail/mime-in.ts";
import { blocksOf } from "../adapters/text/reply-text.ts";
import { readUpstreamResults } from "../domain/inbound-mail/authentication-results.ts";
import type { MailReader } from "../ports/mail/mail-reader.ts";

export interface MailReaderOptions {
  readonly mailDomain: string;
  /** The demo has no DNS: mail that its mailbox hands over on loopback counts as proved. */
  readonly isDemo: boolean;
  /** The mail server in front of us whose Authentication-Results are believed; without it nobody's. */
  readonly mailUpstream?: string | null;
  readonly resolve: AuthenticationSetting["resolver"];
}

export function createMailReader(options: MailReaderOptions): MailReader {
  return {
    parse: parseMime,
    blocks: (mail) =>
      blocksOf(mail.html === null ? { format: "text", input: mail.text ?? "" } : { format: "html", input: mail.html }),
    prove: (mail, parsed) => (mail.door === "smtp" ? proveSender(options, mail) : proveBehind(options, mail, parsed)),
  };
}

type Prove = MailReader["prove"];
type Stored = Parameters<Prove>[0];

/** The sender's own server talks to us: SPF, DKIM and DMARC are ours to check. */
async function proveSender({ isDemo, mailDomain, resolve }: MailReaderOptions, mail: Stored): ReturnType<Prove> {
  if (isDemo && isLoopback(mail.remoteAddress)) return { aligned: "pass", dmarcPolicy: null };
  return await authenticateMail(
    { raw: mail.raw, remoteIp: mail.remoteAddress, helo: mail.helo, mailFrom: mail.envelopeFrom },
    { resolver: resolve, ourHost: mailDomain },
  );
}

/**
 * Another server stands between the sender and us: its word counts where the operator named it. Without SPF our own
 * check can prove a sender by DKIM, but never speak against one.
 */
async function proveBehind(
  { mailDomain, mailUpstream, resolve }: MailReaderOptions,
  mail: Stored,
  parsed: Parameters<Prove>[1],
): ReturnType<Prove> {
  const told =
    mailUpstream === null || mailUpstream === undefined ? "unverified" : readUpstreamResults(parsed, mailUpstream);
  if (told === "pass") return { aligned: "pass", dmarcPolicy: null };
  const ours = await authenticateMail(
    { raw: mail.raw, remoteIp: null, helo: null, mailFrom: null },
    { resolver: resolve, ourHost: mailDomain },
  );
  return ours.aligned === "pass" ? ours : { aligned: told, dmarcPolicy: ours.dmarcPolicy };
}

const isLoopback = (address: string | null): boolean =>
  address !== null && (address === "::1" || address.replace("::ffff:", "").startsWith("127."));
