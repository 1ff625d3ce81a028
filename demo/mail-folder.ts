/** The demo's mails on disk: one file each, there before anybody is told that the mail was taken. */
import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import PostalMime, { type Address, type Email } from "postal-mime";

/** `received`: the product sent it · `sent`: somebody answered in the mailbox page. */
export type MailKind = "received" | "sent";

export interface KeptMail {
  readonly id: string;
  readonly kind: MailKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Empty: the null sender. */
  readonly envelopeFrom: string;
  readonly recipient: string;
  /** The mail that this one answers; null: none in this mailbox. */
  readonly answers: string | null;
  readonly raw: Buffer;
  readonly mail: Email;
}

export type NewMail = Pick<KeptMail, "kind" | "at" | "envelopeFrom" | "recipient" | "answers" | "raw">;

export interface MailFolder {
  /** Resolves when the mail would survive a crash. */
  keep(mail: NewMail): Promise<KeptMail>;
  /** Newest first. */
  list(): readonly KeptMail[];
  find(id: string): KeptMail | null;
  /** Changes with every mail kept. */
  version(): string;
}

const ENDING = ".mail";
/** A demo is not an archive: older mails stay on disk and are not read at the next start. */
const MOST_MAILS = 500;

/** Opens the folder, making it where there is none, and reads what an earlier run has kept. */
export async function openMailFolder(folder: string): Promise<MailFolder> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).toSorted();
  const kept: KeptMail[] = [];
  for (const name of names.slice(-MOST_MAILS)) {
    kept.push(await parseKept(name.slice(0, -ENDING.length), await readFile(join(folder, name))));
  }
  let latest = kept.at(-1)?.at ?? 0;
  return {
    async keep(mail) {
      // Names order the mails, so two in one millisecond are kept apart.
      latest = Math.max(latest + 1, mail.at);
      const id = `${latest.toString(36).padStart(9, "0")}-${randomBytes(4).toString("hex")}`;
      const { raw, ...envelope } = { ...mail, at: latest };
      const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(envelope)}\n`), raw]);
      await writeDurably(folder, `${id}${ENDING}`, bytes);
      const parsed = await parseKept(id, bytes);
      kept.push(parsed);
      return parsed;
    },
    list: () => kept.toReversed(),
    find: (id) => kept.find((mail) => mail.id === id) ?? null,
    version: () => `${kept.length}-${kept.at(-1)?.id ?? "none"}`,
  };
}

/** The name of the person, without quotes, else the address. */
export const nameOf = (address: Address | undefined): string => address?.name || address?.address || "";

/** File, then name, then folder: a half-written mail never has a name that is read. */
async function writeDurably(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const target = join(folder, name);
  const file = await open(`${target}.part`, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${target}.part`, target);
  const directory = await open(folder);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function parseKept(id: string, bytes: Buffer): Promise<KeptMail> {
  const end = bytes.indexOf(0x0a);
  const envelope: unknown = JSON.parse(bytes.subarray(0, end).toString());
  if (!isEnvelope(envelope)) throw new Error(`demo mail ${id} has no envelope; remove its file`);
  const raw = bytes.subarray(end + 1);
  return { ...envelope, id, raw, mail: await PostalMime.parse(raw) };
}

function isEnvelope(value: unknown): value is Omit<NewMail, "raw"> {
  if (typeof value !== "object" || value === null) return false;
  return "kind" in value && "at" in value && "envelopeFrom" in value && "recipient" in value && "answers" in value;
}
