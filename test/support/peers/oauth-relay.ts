/** A relay that takes no password: AUTH XOAUTH2, over TLS unless told otherwise. */
import { once } from "node:events";
import { SMTPServer } from "smtp-server";
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from "./certificate.ts";

export interface OAuthRelay {
  readonly port: number;
  /** The user of each mail that it took. */
  readonly takenFrom: readonly string[];
  readonly mails: readonly string[];
  /** Every access token that was shown, good or not; a password with its method before it. */
  readonly shown: readonly string[];
  close(): Promise<void>;
}

export interface OAuthRelayOptions {
  /** The access token that is good now. */
  readonly valid: () => string;
  /** Without it STARTTLS is not offered, as on a loopback relay. */
  readonly hasTls?: boolean;
  readonly isImplicitTls?: boolean;
}

export async function startOAuthRelay({
  valid,
  hasTls = true,
  isImplicitTls = false,
}: OAuthRelayOptions): Promise<OAuthRelay> {
  const takenFrom: string[] = [];
  const mails: string[] = [];
  const shown: string[] = [];
  const server = new SMTPServer({
    secure: isImplicitTls,
    key: TEST_CERTIFICATE_KEY,
    cert: TEST_CERTIFICATE,
    ...(hasTls ? {} : { disabledCommands: ["STARTTLS"] }),
    allowInsecureAuth: !hasTls,
    // The passwords that it offers to take are never right: Microsoft and Google are the same.
    authMethods: ["PLAIN", "LOGIN", "XOAUTH2"],
    disableReverseLookup: true,
    logger: false,
    onAuth({ method, username, accessToken = "", password }, _session, callback) {
      shown.push(method === "XOAUTH2" ? accessToken : `${method} ${password ?? ""}`);
      if (method === "XOAUTH2" && accessToken === valid()) return callback(null, { user: username ?? "" });
      return callback(null, { data: { status: "401", schemes: "bearer" } });
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks).toString());
        takenFrom.push(String(session.user));
        callback();
      });
    },
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    takenFrom,
    mails,
    shown,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
