/** The certificate of a door, in two files that somebody else renews. */
import { readFile, stat } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { describeError, type LogFields } from "../edge/log.ts";

/** Paths of PEM files. */
export interface CertificateFiles {
  /** The certificate, and behind it those that lead to the root. */
  readonly cert: string;
  readonly key: string;
}

/** What the library is given. Below TLS 1.2 nothing is safe (RFC 8996). */
interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: "TLSv1.2";
}

export class RenewedCertificate {
  readonly #files: CertificateFiles;
  readonly #log: (event: string, facts: LogFields) => void;
  #mark = "";

  constructor(files: CertificateFiles, log: (event: string, facts: LogFields) => void) {
    this.#files = files;
    this.#log = log;
  }

  /** Throws where there is no usable pair: a door without the TLS that was asked for must not open. */
  async first(): Promise<Certificate> {
    const { cert, key } = this.#files;
    try {
      this.#mark = await this.#look();
      return await this.#read();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : "unknown trouble";
      throw new Error(
        `No TLS with the certificate ${cert} and the key ${key}: ${why}. Name two PEM files that belong together.`,
        {
          cause,
        },
      );
    }
  }

  /** Null: the files are as they were, or what they hold now is of no use, which is logged once. */
  async renewed(): Promise<Certificate | null> {
    const mark = await this.#look().catch(() => "gone");
    if (mark === this.#mark) return null;
    this.#mark = mark;
    try {
      const found = await this.#read();
      this.#log("smtp-certificate-renewed", {});
      return found;
    } catch (error) {
      this.#log("smtp-certificate-not-read", describeError(error));
      return null;
    }
  }

  async #look(): Promise<string> {
    const found = await Promise.all([stat(this.#files.cert), stat(this.#files.key)]);
    return found.map(({ ino, mtimeMs, size }) => `${ino}:${mtimeMs}:${size}`).join(" ");
  }

  async #read(): Promise<Certificate> {
    const [cert, key] = await Promise.all([readFile(this.#files.cert, "utf8"), readFile(this.#files.key, "utf8")]);
    const pair = { cert, key, minVersion: "TLSv1.2" } as const;
    // Throws where it is no certificate, no key, or they do not belong together.
    createSecureContext(pair);
    return pair;
  }
}
