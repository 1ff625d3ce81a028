/** Whose word is taken for who wrote a mail, by the door that it came in by. */
import { readUpstreamResults } from "../../domain/inbound-mail/authentication-results.ts";
import type { MailReader } from "../../ports/mail/mail-reader.ts";
import { authenticateMail, type AuthenticationSetting } from "./authenticate.ts";

type Prove = MailReader["prove"];
type Stored = Parameters<Prove>[0];

/** What is believed of those who hand mail over. */
export interface ProvingOptions {
  readonly mailDomain: string;
  /** The demo has no DNS: mail that its mailbox hands over on loopback counts as proved. */
  readonly isDemo: boolean;
  /** The mail server in front of us whose Authentication-Results are believed; without it nobody's. */
  readonly mailUpstream?: string | null;
  readonly resolve: AuthenticationSetting["resolver"];
}

/** SPF, DKIM and DMARC of our own, or the word of the server in front of us where the operator named it. */
export const senderProver =
  (options: ProvingOptions): Prove =>
  (mail, parsed) =>
    mail.door === "smtp" ? proveSender(options, mail) : proveBehind(options, mail, parsed);

/** The sender's own server talks to us: SPF, DKIM and DMARC are ours to check. */
async function proveSender({ isDemo, mailDomain, resolve }: ProvingOptions, mail: Stored): ReturnType<Prove> {
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
  { mailDomain, mailUpstream, resolve }: ProvingOptions,
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
