/** Uploads the files of the tray, two at a time, and says in the store how far each is. */
import type { Attachment } from "../../../../contract/shared.ts";
import { type Answer, UNREACHABLE } from "../../../kit/answer.ts";
import type { Session } from "../session.ts";
import type { Store } from "../state.ts";
import type { Progress, Tray } from "./tray.ts";
import { nextToUpload, retried, underToken, withFiles, withoutFile, withProgress } from "./selection.ts";

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
  readonly drop: (attachmentId: string, token: string) => void;
}

/** Codes of the server's refusals after which the same file is refused again. */
const FOR_GOOD = new Set(["file-empty", "file-too-large", "request-invalid"]);

export class Uploads {
  readonly #parts: UploadsParts;
  readonly #running = new Map<number, AbortController>();
  /** What this page has uploaded, to be shown without asking for it back. */
  readonly #own = new Map<string, File>();
  #nextKey = 1;

  constructor(parts: UploadsParts) {
    this.#parts = parts;
  }

  add(files: readonly File[]): void {
    const firstKey = this.#nextKey;
    this.#nextKey += files.length;
    this.#change((tray) => withFiles(tray, files, firstKey));
  }

  remove(key: number): void {
    this.#running.get(key)?.abort();
    const { progress } = this.#parts.store.get().tray.files.find((one) => one.key === key) ?? {};
    if (progress?.kind === "there") this.#parts.drop(progress.attachment.id, progress.token);
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
    for (let next = nextToUpload(tray); next !== null; next = nextToUpload(store.get().tray)) {
      store.set({ tray: withProgress(store.get().tray, next.key, { kind: "going", share: 0 }) });
      void this.#upload(next.key, next.file);
    }
  }

  async #upload(key: number, file: File): Promise<void> {
    const stop = new AbortController();
    this.#running.set(key, stop);
    const progress = await this.#outcome(key, file, stop.signal);
    this.#running.delete(key);
    this.#change((tray) => withProgress(tray, key, progress));
  }

  async #outcome(key: number, file: File, signal: AbortSignal): Promise<Progress> {
    // A folder, or a file that has gone since it was chosen, would look like a lost connection.
    if (!(await isReadable(file))) return { kind: "refused", code: "file-unreadable" };
    const { session, store, upload } = this.#parts;
    const token = await session.require();
    if (token.kind !== "done") return failure(token);
    let shown = 0;
    const going = (share: number): void => {
      const percent = Math.floor(share * 100);
      if (percent === shown) return;
      shown = percent;
      store.set({ tray: withProgress(store.get().tray, key, { kind: "going", share }) });
    };
    const answer = signal.aborted ? UNREACHABLE : await upload(file, token.value, going, signal);
    if (answer.kind !== "done") {
      if (answer.kind === "refused" && answer.code === "session-unknown") session.refused(token.value);
      return failure(answer);
    }
    this.#own.set(answer.value.id, file);
    return { kind: "there", attachment: answer.value, token: token.value };
  }
}

function failure(answer: Exclude<Answer<unknown>, { kind: "done" }>): Progress {
  if (answer.kind === "unreachable") return { kind: "failed", code: "unreachable" };
  return { kind: FOR_GOOD.has(answer.code) ? "refused" : "failed", code: answer.code };
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
