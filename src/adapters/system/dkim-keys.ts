/** Makes the keys that sign mail, and keeps the ones in use open in memory. */
import { createPrivateKey, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { domainOf } from "../../domain/mail/email-address.ts";
import { emailAddress } from "../../domain/ids.ts";
import type { DkimKeyMaker, SealedKey } from "../../ports/mail-settings/mail-settings-tx.ts";
import { seal, unseal } from "./sealing.ts";

/** RFC 8301 §3.2; longer ones do not fit one DNS answer everywhere. */
const RSA_BITS = 2_048;
/** A change of key reaches every process within this, in milliseconds; the record of the former one stays for days. */
const FRESH_FOR_MS = 5_000;

const newKeyPair = promisify(generateKeyPair);

export function dkimKeyMaker(secret: string | null): DkimKeyMaker {
  return {
    async make() {
      const { publicKey, privateKey } = await newKeyPair("rsa", { modulusLength: RSA_BITS });
      return {
        publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
        sealed: seal(privateKey.export({ type: "pkcs8", format: "der" }), secret),
      };
    },
  };
}

interface SealedDkimKey extends SealedKey {
  readonly domain: string;
  readonly selector: string;
}

interface OpenDkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

export interface DkimRing {
  /** Looks at the stored keys anew where the last look was a while ago. Before mail is composed, outside transactions. */
  freshen(): Promise<void>;
  /** The key that signs mail from this address; null: none. */
  keyFor(fromAddress: string): OpenDkimKey | null;
}

export function createDkimRing(load: () => Promise<readonly SealedDkimKey[]>, secret: string | null): DkimRing {
  let open: ReadonlyMap<string, OpenDkimKey> = new Map();
  let sources: ReadonlyMap<string, SealedDkimKey> = new Map();
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    async freshen() {
      if (performance.now() - lookedAt < FRESH_FOR_MS) return;
      const stored = await load();
      lookedAt = performance.now();
      const before = { open, sources };
      sources = new Map(stored.map((key) => [key.domain, key]));
      // Opening one costs a tenth of a second where it is wrapped: only those that changed.
      open = new Map(
        stored.map((key) => {
          const known = before.open.get(key.domain);
          return [key.domain, known !== undefined && isSame(before.sources.get(key.domain), key) ? known : opened(key)];
        }),
      );
    },
    keyFor: (fromAddress) => open.get(domainOf(emailAddress(fromAddress)).toLowerCase()) ?? null,
  };

  function opened(key: SealedDkimKey): OpenDkimKey {
    const der = unseal(key, secret);
    const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    return {
      domain: key.domain,
      selector: key.selector,
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
  }
}

const isSame = (known: SealedDkimKey | undefined, key: SealedDkimKey): boolean =>
  known?.selector === key.selector && Buffer.compare(known.bytes, key.bytes) === 0;
