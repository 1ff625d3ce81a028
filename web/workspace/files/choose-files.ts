/** Which of the files that somebody chose go along, and why the others do not: known before a byte is sent. Pure. */
import { FILE_LIMITS } from "../../../contract/shared.ts";

/** Why a file was not taken. `count`: how many, where one sentence serves for all of them. */
export type Problem =
  | { readonly key: "files.too-large" | "files.empty" | "files.folder"; readonly name: string }
  | { readonly key: "files.too-many"; readonly count: number };

interface Choice<F> {
  readonly taken: readonly F[];
  readonly problems: readonly Problem[];
}

/** `present`: how many files the message has already. */
export function chooseFiles<F extends { readonly name: string; readonly size: number }>(
  chosen: readonly F[],
  present: number,
): Choice<F> {
  const faults = chosen.map(faultOf);
  const good = chosen.filter((_file, index) => faults[index] === null);
  const room = Math.max(0, FILE_LIMITS.aMessage - present);
  const problems: Problem[] = faults.filter((fault) => fault !== null);
  if (good.length > room) problems.push({ key: "files.too-many", count: good.length - room });
  return { taken: good.slice(0, room), problems };
}

function faultOf({ name, size }: { readonly name: string; readonly size: number }): Problem | null {
  if (size > FILE_LIMITS.bytes) return { key: "files.too-large", name };
  return size === 0 ? { key: "files.empty", name } : null;
}

/** The files of a drop, and the names of the folders in it, which cannot be sent. */
export function droppedFiles(brought: Pick<DataTransfer, "items" | "files">): {
  readonly files: readonly File[];
  readonly folders: readonly string[];
} {
  const folders = [...brought.items].flatMap((item) => {
    const entry = item.kind === "file" ? item.webkitGetAsEntry() : null;
    return entry?.isDirectory === true ? [entry.name] : [];
  });
  return { files: [...brought.files].filter((file) => !folders.includes(file.name)), folders };
}
