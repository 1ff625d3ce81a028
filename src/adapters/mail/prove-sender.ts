/** Whose word is taken for who wrote a mail, by the door that it came in by. */
import type { EmailAddress } from "../../domain/ids.ts";
import { readUpstreamResults, type SenderAlignment } from "../../domain/inbound-mail/authentication-results.ts";
import type { MailReader } from "../../ports/mail/mail-reader.ts";
import type { SenderProof } from "../../domain/inbound-mail/sender-proof.ts";
import { type AuthenticationFacts, authenticateMail, type AuthenticationSetting } from "./authenticate.ts";
import { authorOf } from "./author-of.ts";
import { apart } from "./heavy/apart.ts";
import { isHeavy } from "./heavy/weight.ts";
import { isOneOrganisation } from "./organisation.ts";

type Prove = MailReader["prove"];
type Stored = Parameters<Prove>[0];

/** What is believed of those who hand mail over. */
interface ProvingOptions {
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
  if (isDemo && isLoopback(mail.remoteAddress)) return toldAbout(authorOf(mail.raw), "pass");
  return await verify(
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
  // Its From is read here only where a server in front has bounded the headers.
  const isTold = mailUpstream !== null && mailUpstream !== undefined;
  const author = isTold ? authorOf(mail.raw) : null;
  const told = !isTold
    ? "unverified"
    : readUpstreamResults(parsed, { upstreamId: mailUpstream, author, isOneOrganisation });
  if (told === "pass") return toldAbout(author, told);
  const ours = await verify(
    { raw: mail.raw, remoteIp: null, helo: null, mailFrom: null },
    { resolver: resolve, ourHost: mailDomain },
  );
  return ours.aligned === "pass" ? ours : { ...ours, aligned: told };
}

/** What others found out is about the one author that we read; without one it is about nobody. */
const toldAbout = (author: EmailAddress | null, aligned: SenderAlignment): SenderProof => ({
  aligned: author === null ? "unverified" : aligned,
  author,
  dmarcPolicy: null,
});

const isLoopback = (address: string | null): boolean =>
  address !== null && (address === "::1" || address.replace("::ffff:", "").startsWith("127."));

/** Of a heavy mail in a thread of its own; where that takes too long nothing is known, and nobody proved. */
async function verify(facts: AuthenticationFacts, { resolver, ourHost }: AuthenticationSetting): Promise<SenderProof> {
  if (!isHeavy(facts.raw)) return authenticateMail(facts, { resolver, ourHost });
  return (await apart("prove", { ...facts, ourHost }, { resolver })) ?? toldAbout(null, "unverified");
}
