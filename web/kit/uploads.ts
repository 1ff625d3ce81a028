/** Uploads what waits in trays: a few files at a time, in the order in which they were added. */
import type { Answer } from "./answer.ts";
import type { Added, Progress, Uploaded } from "./tray.ts";

/** Calls one upload back. An AbortController is one. */
interface Stopper<S> {
  readonly signal: S;
  readonly abort: () => void;
}

/** Hands one file to the server. `going` hears the share of its bytes that are there. Must not reject. */
export type SendFile<F, S> = (file: F, going: (share: number) => void, signal: S) => Promise<Answer<Uploaded>>;

interface UploadsParts<F, S> {
  readonly atATime: number;
  /** What is in all trays now. */
  readonly files: () => readonly Added<F>[];
  /** How far a file is now. It may have been taken out. */
  readonly told: (key: number, progress: Progress) => void;
  readonly send: SendFile<F, S>;
  /** The server need not keep this file for a message any more. */
  readonly drop: (uploaded: Uploaded) => void;
  readonly stopper: () => Stopper<S>;
}

export interface Uploads {
  /** Sends what waits, as far as there is room. Called whenever a tray has changed. */
  readonly go: () => void;
  /** The file was taken out of its tray: it is called back, and the server lets go of it. */
  readonly takenOut: (file: Added) => void;
}

export function openUploads<F, S>(parts: UploadsParts<F, S>): Uploads {
  const { atATime, files, told, send, drop, stopper } = parts;
  const running = new Map<number, Stopper<S>>();

  const upload = async ({ key, file }: Added<F>): Promise<void> => {
    const stop = stopper();
    running.set(key, stop);
    let shown = 0;
    const going = (share: number): void => {
      const percent = Math.floor(share * 100);
      if (percent === shown) return;
      shown = percent;
      told(key, { kind: "going", share });
    };
    const progress = progressAfter(await send(file, going, stop.signal));
    if (running.delete(key)) told(key, progress);
    // Taken out at the very moment when it arrived: nobody waits for it.
    else if (progress.kind === "there") drop(progress);
    go();
  };
  const go = (): void => {
    for (let next = nextOf(files(), atATime); next !== null; next = nextOf(files(), atATime)) {
      told(next.key, { kind: "going", share: 0 });
      void upload(next);
    }
  };
  return {
    go,
    takenOut: ({ key, progress }) => {
      running.get(key)?.abort();
      running.delete(key);
      if (progress.kind === "there") drop(progress);
    },
  };
}

/** The next to go up; null: nothing waits, or enough are going. */
function nextOf<F>(files: readonly Added<F>[], atATime: number): Added<F> | null {
  if (files.filter(({ progress }) => progress.kind === "going").length >= atATime) return null;
  return files.find(({ progress }) => progress.kind === "waiting") ?? null;
}

/** Codes of the server's refusals after which the same file is refused again, and ours for what is no file. */
const FOR_GOOD = new Set(["file-empty", "file-too-large", "file-unreadable", "request-invalid"]);

function progressAfter(answer: Answer<Uploaded>): Progress {
  if (answer.kind === "done") return { kind: "there", ...answer.value };
  if (answer.kind === "unreachable") return { kind: "failed", code: "unreachable" };
  const { code, details } = answer;
  return { kind: FOR_GOOD.has(code) ? "refused" : "failed", code, details };
}
