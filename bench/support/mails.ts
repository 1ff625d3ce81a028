/** The mails of the benchmark: what we send, what is answered, and who takes or hands them over. */
import { generateKeyPairSync } from "node:crypto";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import type { DkimKey } from "../../src/adapters/mail/compose-mail.ts";
import { emailAddress, instant, locale } from "../../src/domain/ids.ts";
import type { OutgoingMail } from "../../src/ports/continuity/mail-composer.ts";

export const DKIM: DkimKey = {
  domain: "acme.example",
  selector: "bench",
  privateKey: generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey,
};

const said = (kind: "agent" | "end-user", text: string) => ({
  author: { kind, name: kind === "agent" ? "Léo" : "Marie" },
  text,
  at: instant(1_790_000_000_000),
  files: [],
  cut: false,
});

/** Two replies and a little context, as a mail of every day. */
export const outgoing = (n: number): OutgoingMail => ({
  messageId: `bench-${n}@reply.bench.example`,
  from: { name: "Léo (Acme)", address: emailAddress("help@acme.example") },
  to: emailAddress(`marie${n}@visitor.example`),
  replyTo: emailAddress("reply+token@reply.bench.example"),
  earlier: [],
  date: instant(1_790_000_000_000),
  locale: locale("fr"),
  timeZone: "Europe/Paris",
  brandName: "Acme",
  brandColour: "#1f4b99",
  brandLogo: null,
  files: [],
  replies: [
    said("agent", "Votre colis est parti hier soir de notre entrepôt."),
    said("agent", "Il devrait arriver jeudi. Dites-moi si vous préférez un point relais."),
  ],
  context: [said("end-user", "Bonjour, où est ma commande ?")],
  resumeUrl: "https://acme.example/shop#ariane=token",
  stopUrl: "https://chat.acme.example/mail/stop/token",
  oneClickStopUrl: "https://chat.acme.example/mail/stop/token",
  notMeUrl: null,
  firstMail: null,
  canAnswer: true,
});

export interface Sink {
  readonly port: number;
  /** When each mail was taken, by `performance.now()`. */
  readonly taken: number[];
  close(): Promise<void>;
}

/** The next server: takes everything, keeps nothing. */
export async function openSink(): Promise<Sink> {
  const taken: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onData(stream, _session, done) {
      stream.on("end", () => {
        taken.push(performance.now());
        done();
      });
      stream.resume();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  return {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    taken,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** A mail program's answer, with the quoted mail below it. */
export const answer = ({ from, to, n }: { readonly from: string; readonly to: string; readonly n: number }): string =>
  [
    `From: Marie <${from}>`,
    `To: <${to}>`,
    "Subject: Re: Your conversation with Acme",
    `Message-ID: <answer-${n}@visitor.example>`,
    "Date: Sun, 22 Nov 2026 10:00:00 +0100",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    `Merci, jeudi me va très bien (${n}).`,
    "",
    "Le 22 nov. 2026 à 09:58, Léo (Acme) <help@acme.example> a écrit :",
    "> ##- · -##",
    "> Votre colis est parti hier soir de notre entrepôt.",
    "> Il devrait arriver jeudi. Dites-moi si vous préférez un point relais.",
    "",
  ].join("\r\n");

/** Hands mails over on a few connections, as a mail server does. */
export const sender = (port: number) =>
  createTransport({ host: "127.0.0.1", port, pool: true, maxConnections: 5, maxMessages: 1_000, ignoreTLS: true });
