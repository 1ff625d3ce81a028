/**
 * Files that an agent has added to messages not yet sent, by conversation. They are uploaded at once and stay, while the
 * page is open, whichever conversation is looked at.
 */
import { type Attachment, FILE_LIMITS } from "../../../contract/shared.ts";
import { type Refused, refusalOf } from "../api.ts";
import { chooseFiles, type Problem } from "./choose-files.ts";

type Upload =
  | { readonly kind: "waiting" }
  /** `share` of its bytes are sent, 0 to 1. */
  | { readonly kind: "under-way"; readonly share: number }
  | { readonly kind: "done"; readonly attachment: Attachment }
  | { readonly kind: "failed"; readonly refusal: Refused };

export interface TrayFile {
  /** Of this page only. */
  readonly key: string;
  readonly file: File;
  /** A `blob:` address of a picture that the browser may be able to draw; null: it is no picture. */
  readonly preview: string | null;
  readonly upload: Upload;
}

/** A file that the server has. */
export interface ReadyFile extends TrayFile {
  readonly upload: Extract<Upload, { kind: "done" }>;
}

export interface Tray {
  readonly files: readonly TrayFile[];
  /** Why files of the last choice are not among them. */
  readonly problems: readonly Problem[];
}

/** Why no message can be made of what is in the tray; null: one can. */
export function obstacleIn({ files }: Tray): "files.over" | "files.failed" | "files.under-way" | null {
  if (files.length > FILE_LIMITS.aMessage) return "files.over";
  if (files.some(({ upload }) => upload.kind === "failed")) return "files.failed";
  return files.every(isReady) ? null : "files.under-way";
}

type SendFile = (file: File, onProgress: (share: number) => void, signal: AbortSignal) => Promise<Attachment>;

interface TrayPorts {
  readonly send: SendFile;
  /** The server need not keep it. */
  readonly drop: (id: string) => Promise<unknown>;
}

const EMPTY: Tray = { files: [], problems: [] };
/** More at a time would leave a browser no line for anything else. */
const AT_A_TIME = 3;

export class FileTrays {
  readonly #ports: TrayPorts;
  readonly #listeners = new Set<() => void>();
  readonly #underWay = new Map<string, AbortController>();
  #trays: ReadonlyMap<string, Tray> = new Map();

  constructor(ports: TrayPorts) {
    this.#ports = ports;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly of = (conversationId: string): Tray => this.#trays.get(conversationId) ?? EMPTY;

  /** Takes what may go along and begins to send it; `folders` are named among the problems. */
  add(conversationId: string, chosen: readonly File[], folders: readonly string[] = []): void {
    const { files } = this.of(conversationId);
    const { taken, problems } = chooseFiles(chosen, files.length);
    this.#set(conversationId, {
      files: [...files, ...taken.map(waitingFile)],
      problems: [...folders.map((name): Problem => ({ key: "files.folder", name })), ...problems],
    });
    this.#next();
  }

  remove(conversationId: string, key: string): void {
    const { files } = this.of(conversationId);
    const removed = files.filter((file) => file.key === key);
    this.forget(removed);
    this.#underWay.get(key)?.abort();
    this.#set(conversationId, { files: files.filter((file) => file.key !== key), problems: [] });
    for (const { upload } of removed) this.#drop(upload);
  }

  dismissProblems(conversationId: string): void {
    this.#set(conversationId, { ...this.of(conversationId), problems: [] });
  }

  retry(key: string): void {
    this.#patch(key, { kind: "waiting" });
    this.#next();
  }

  /** The line is back: what failed for want of one is sent again. */
  retryOffline(): void {
    for (const { files } of this.#trays.values()) {
      for (const { key, upload } of files) {
        if (upload.kind === "failed" && upload.refusal.code === "offline") this.retry(key);
      }
    }
  }

  /** Empties the tray into a message. Null: there is an obstacle, and it stays as it is. */
  take(conversationId: string): readonly ReadyFile[] | null {
    const tray = this.of(conversationId);
    if (obstacleIn(tray) !== null) return null;
    this.#set(conversationId, EMPTY);
    return tray.files.filter(isReady);
  }

  /** Gives the files of a message that could not be sent back; `again`: the server has them no longer. */
  putBack(conversationId: string, given: readonly ReadyFile[], again: boolean): void {
    const back = given.map((file): TrayFile => (again ? { ...file, upload: { kind: "waiting" } } : file));
    this.#set(conversationId, { files: [...back, ...this.of(conversationId).files], problems: [] });
    this.#next();
  }

  /** Nobody looks at these any more: what the browser holds for their pictures is let go. */
  forget(files: readonly TrayFile[]): void {
    for (const { preview } of files) if (preview !== null) URL.revokeObjectURL(preview);
  }

  #next(): void {
    const waiting = [...this.#trays.values()].flatMap(({ files }) => files.filter((f) => f.upload.kind === "waiting"));
    for (const file of waiting.slice(0, Math.max(0, AT_A_TIME - this.#underWay.size))) void this.#upload(file);
  }

  async #upload({ key, file }: TrayFile): Promise<void> {
    const abort = new AbortController();
    this.#underWay.set(key, abort);
    this.#patch(key, { kind: "under-way", share: 0 });
    const onProgress = (share: number): void => this.#patch(key, { kind: "under-way", share });
    const upload = await this.#ports.send(file, onProgress, abort.signal).then(
      (attachment): Upload => ({ kind: "done", attachment }),
      (error: unknown): Upload => ({ kind: "failed", refusal: refusalOf(error) }),
    );
    this.#underWay.delete(key);
    // Taken out at the very moment when it arrived: nobody waits for it.
    if (abort.signal.aborted) this.#drop(upload);
    this.#patch(key, upload);
    this.#next();
  }

  #drop(upload: Upload): void {
    // Not heard, it is forgotten within a day all the same.
    if (upload.kind === "done") void this.#ports.drop(upload.attachment.id).catch(() => undefined);
  }

  /** Nothing where the file was removed meanwhile. */
  #patch(key: string, upload: Upload): void {
    for (const [conversationId, tray] of this.#trays) {
      if (!tray.files.some((file) => file.key === key)) continue;
      const files = tray.files.map((file) => (file.key === key ? { ...file, upload } : file));
      this.#set(conversationId, { ...tray, files });
    }
  }

  #set(conversationId: string, tray: Tray): void {
    this.#trays = new Map([...this.#trays, [conversationId, tray]]);
    for (const listener of this.#listeners) listener();
  }
}

const isReady = (file: TrayFile): file is ReadyFile => file.upload.kind === "done";

/** Pictures that every browser of today draws. */
const DRAWN = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

const waitingFile = (file: File): TrayFile => ({
  key: crypto.randomUUID(),
  file,
  preview: DRAWN.test(file.type) ? URL.createObjectURL(file) : null,
  upload: { kind: "waiting" },
});
