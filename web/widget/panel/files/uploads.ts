/** Uploads the files of the tray under the person's session, and says in the store how far each is. */
import type { Attachment } from "../../../../contract/shared.ts";
import { type Answer, UNREACHABLE } from "../../../kit/answer.ts";
import { type Uploaded, withProgress } from "../../../kit/tray.ts";
import { openUploads, type SendFile, type Uploads as Queue } from "../../../kit/uploads.ts";
import type { Session } from "../session.ts";
import type { Store } from "../state.ts";
import { retried, underToken, withFiles, withoutFile } from "./selection.ts";
import type { Tray } from "./tray.ts";

/** Hands one file to the server. `going` hears the share of its bytes that are there. */
export type Upload = (
  file: File,
  token: string,
  going: (share: number) => void,
  signal: AbortSignal,
) => Promise<Answer<Attachment>>;

interface UploadsParts {
  readonly store: Store;
  readonly session: Session;
  readonly upload: Upload;
  /** The server need not keep this file for a message any more. */
  readonly drop: (attachmentId: string, token: string | null) => void;
}

/** More at a time makes none of them faster, and the server holds each in memory. */
const AT_A_TIME = 2;

export class Uploads {
  readonly #parts: UploadsParts;
  readonly #queue: Queue;
  /** What this page has uploaded, to be shown without asking for it back. */
  readonly #own = new Map<string, File>();
  #nextKey = 1;

  constructor(parts: UploadsParts) {
    const { store, drop } = parts;
    this.#parts = parts;
    this.#queue = openUploads({
      atATime: AT_A_TIME,
      files: () => store.get().tray.files,
      told: (key, progress) => store.set({ tray: withProgress(store.get().tray, key, progress) }),
      send: this.#send,
      drop: ({ attachment, token }) => drop(attachment.id, token),
      stopper: () => new AbortController(),
    });
  }

  add(files: readonly File[]): void {
    const firstKey = this.#nextKey;
    this.#nextKey += files.length;
    this.#change((tray) => withFiles(tray, files, firstKey));
  }

  remove(key: number): void {
    this.#parts.store
      .get()
      .tray.files.filter((one) => one.key === key)
      .forEach(this.#queue.takenOut);
    this.#change((tray) => withoutFile(tray, key));
  }

  again(key: number): void {
    this.#change((tray) => withProgress(tray, key, { kind: "waiting" }));
  }

  /** The person wants to send, or the network is back. */
  retry(): void {
    this.#change(retried);
  }

  /** Another session may have come: what was uploaded for the old one goes up again. */
  followSession(): void {
    if (this.#parts.store.get().tray.files.length > 0) {
      this.#change((tray) => underToken(tray, this.#parts.session.token()));
    }
  }

  /** The file as this page has it; null: it came from elsewhere. */
  own(attachmentId: string): Blob | null {
    return this.#own.get(attachmentId) ?? null;
  }

  #change(change: (tray: Tray) => Tray): void {
    const { store } = this.#parts;
    const before = store.get().tray;
    const tray = change(before);
    if (tray !== before) store.set({ tray });
    this.#queue.go();
  }

  readonly #send: SendFile<File, AbortSignal> = async (file, going, signal): Promise<Answer<Uploaded>> => {
    // A folder, or a file that has gone since it was chosen, would look like a lost connection.
    if (!(await isReadable(file))) return { kind: "refused", code: "file-unreadable" };
    const { session, upload } = this.#parts;
    const token = await session.require();
    if (token.kind !== "done") return token;
    const answer = signal.aborted ? UNREACHABLE : await upload(file, token.value, going, signal);
    if (answer.kind !== "done") {
      if (answer.kind === "refused" && answer.code === "session-unknown") session.refused(token.value);
      return answer;
    }
    this.#own.set(answer.value.id, file);
    return { kind: "done", value: { attachment: answer.value, token: token.value } };
  };
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
