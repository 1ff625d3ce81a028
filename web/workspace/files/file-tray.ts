/**
 * Files that an agent has added to messages not yet sent, by conversation. They are uploaded at once and stay, while the
 * page is open, whichever conversation is looked at.
 */
import { FILE_LIMITS } from "../../../contract/shared.ts";
import { type Added, type Progress, waitingAgain, withProgress } from "../../kit/tray.ts";
import { openUploads, type SendFile, type Uploads } from "../../kit/uploads.ts";
import { chooseFiles, type Problem } from "./choose-files.ts";

export interface TrayFile extends Added<File> {
  /** A `blob:` address of a picture that the browser may be able to draw; null: it is no picture. */
  readonly preview: string | null;
}

/** A file that the server has. */
export interface ReadyFile extends TrayFile {
  readonly progress: Extract<Progress, { kind: "there" }>;
}

export interface Tray {
  readonly files: readonly TrayFile[];
  /** Why files of the last choice are not among them. */
  readonly problems: readonly Problem[];
}

/** Why no message can be made of what is in the tray; null: one can. */
export function obstacleIn({ files }: Tray): "files.over" | "files.failed" | "files.under-way" | null {
  if (files.length > FILE_LIMITS.aMessage) return "files.over";
  if (files.some(({ progress }) => progress.kind === "failed" || progress.kind === "refused")) return "files.failed";
  return files.every(isReady) ? null : "files.under-way";
}

interface TrayPorts {
  readonly send: SendFile<File, AbortSignal>;
  /** The server need not keep it. */
  readonly drop: (id: string) => Promise<unknown>;
}

const EMPTY: Tray = { files: [], problems: [] };
/** More at a time would leave a browser no line for anything else. */
const AT_A_TIME = 3;

export class FileTrays {
  readonly #uploads: Uploads;
  readonly #listeners = new Set<() => void>();
  #trays: ReadonlyMap<string, Tray> = new Map();
  #lastKey = 0;

  constructor({ send, drop }: TrayPorts) {
    this.#uploads = openUploads({
      atATime: AT_A_TIME,
      files: () => [...this.#trays.values()].flatMap(({ files }) => files),
      told: (key, progress) => this.#changeAll((tray) => withProgress(tray, key, progress)),
      send,
      // Not heard, it is forgotten within a day all the same.
      drop: ({ attachment }) => void drop(attachment.id).catch(() => undefined),
      stopper: () => new AbortController(),
    });
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
      files: [...files, ...taken.map((file) => this.#waiting(file))],
      problems: [...folders.map((name): Problem => ({ key: "files.folder", name })), ...problems],
    });
    this.#uploads.go();
  }

  remove(conversationId: string, key: number): void {
    const { files } = this.of(conversationId);
    const removed = files.filter((file) => file.key === key);
    this.forget(removed);
    removed.forEach(this.#uploads.takenOut);
    this.#set(conversationId, { files: files.filter((file) => file.key !== key), problems: [] });
    this.#uploads.go();
  }

  dismissProblems(conversationId: string): void {
    this.#set(conversationId, { ...this.of(conversationId), problems: [] });
  }

  retry(key: number): void {
    this.#changeAll((tray) => withProgress(tray, key, { kind: "waiting" }));
    this.#uploads.go();
  }

  /** The line is back: what failed for want of one is sent again. */
  retryOffline(): void {
    this.#changeAll((tray) => waitingAgain(tray, (one) => one.kind === "failed" && one.code === "unreachable"));
    this.#uploads.go();
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
    const back: Tray = { files: given, problems: [] };
    const { files } = again ? waitingAgain(back, () => true) : back;
    this.#set(conversationId, { files: [...files, ...this.of(conversationId).files], problems: [] });
    this.#uploads.go();
  }

  /** Nobody looks at these any more: what the browser holds for their pictures is let go. */
  forget(files: readonly TrayFile[]): void {
    for (const { preview } of files) if (preview !== null) URL.revokeObjectURL(preview);
  }

  #waiting(file: File): TrayFile {
    this.#lastKey += 1;
    const preview = DRAWN.test(file.type) ? URL.createObjectURL(file) : null;
    return { key: this.#lastKey, file, preview, progress: { kind: "waiting" } };
  }

  #changeAll(change: (tray: Tray) => Tray): void {
    for (const [conversationId, tray] of this.#trays) {
      const changed = change(tray);
      if (changed !== tray) this.#set(conversationId, changed);
    }
  }

  #set(conversationId: string, tray: Tray): void {
    this.#trays = new Map([...this.#trays, [conversationId, tray]]);
    for (const listener of this.#listeners) listener();
  }
}

const isReady = (file: TrayFile): file is ReadyFile => file.progress.kind === "there";

/** Pictures that every browser of today draws. */
const DRAWN = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;
