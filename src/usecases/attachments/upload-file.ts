import { type Attachment, decideUpload, UPLOAD_WAITS_FOR } from "../../domain/attachments/attachment.ts";
import { describeFile, type HandedFile } from "../../domain/attachments/describe-file.ts";
import { SNIFFED_BYTES } from "../../domain/attachments/file-type.ts";
import { decideRoom, type FilesAtMost, noRoom } from "../../domain/attachments/quotas.ts";
import { type AttachmentId, attachmentId, DAY, type Instant, instant, later } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Uploader } from "../../ports/attachments/attachment-tx.ts";
import type { NewJob } from "../../ports/job-tx.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, DiskRoom, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly room: DiskRoom;
  readonly filesAtMost: FilesAtMost;
}

/** A file on its way in, in slices that are long enough to tell what it is by the first. */
export interface ComingFile extends Pick<HandedFile, "name" | "declaredType"> {
  readonly slices: AsyncIterable<Uint8Array>;
}

/**
 * Keeps a file for a message that its sender is about to write, slice by slice as it comes: nothing of it waits in memory. A
 * file that no message has taken within a day is forgotten, so an upload that was cut off or sent twice costs nothing for
 * long.
 */
export async function uploadFile(deps: Deps, by: Uploader, file: ComingFile): Promise<Result<Attachment, Refusal>> {
  if (await deps.room.isLow()) return noRoom();
  const id = attachmentId(deps.newId());
  let uploaded: Result<Attachment, Refusal> | null = null;
  try {
    uploaded = await keepFile(deps, { id, by }, file);
    return uploaded;
  } finally {
    // At once: a process that ends waits for no turn.
    if (uploaded?.ok !== true) await deps.store.transaction((tx) => tx.attachments.dropUpload(by, id));
  }
}

interface Coming {
  readonly id: AttachmentId;
  readonly by: Uploader;
}

async function keepFile(
  deps: Deps,
  coming: Coming,
  { name, declaredType, slices }: ComingFile,
): Promise<Result<Attachment, Refusal>> {
  const kept = { start: new Uint8Array(), size: 0, slices: 0 };
  for await (const bytes of slices) {
    kept.size += bytes.length;
    const decided = await keepSlice(deps, coming, { bytes, number: kept.slices, size: kept.size });
    if (!decided.ok) return decided;
    if (kept.slices === 0) kept.start = Uint8Array.from(bytes.subarray(0, SNIFFED_BYTES));
    kept.slices += 1;
  }
  const decided = decideUpload(kept.size, 0);
  if (!decided.ok) return decided;
  const attachment = describeFile(coming.id, { name, declaredType, start: kept.start, size: kept.size });
  await deps.store.inBulk((tx) => tx.attachments.close(attachment));
  return ok(attachment);
}

/** `size`: of all that has come, with this slice. */
function keepSlice(
  { store, clock, filesAtMost }: Deps,
  { id, by }: Coming,
  { number, bytes, size }: { readonly number: number; readonly bytes: Uint8Array; readonly size: number },
): Promise<Result<null, Refusal>> {
  const now = clock.now();
  return store.inBulk(async (tx) => {
    const isFirst = number === 0;
    const decided = decideUpload(size, isFirst ? await tx.attachments.countUploads(by) : 0);
    if (!decided.ok) return decided;
    if (isFirst) {
      const room = decideRoom(await tx.attachments.weigh(by, instant(now - DAY)), filesAtMost);
      if (!room.ok) return room;
      await tx.attachments.open(id, { uploadedBy: by, now });
    }
    await tx.attachments.addSlice(id, { number, bytes });
    // Last: all uploads share this row, and whoever holds it keeps the others waiting.
    if (isFirst) await tx.jobs.wake(forgetting(now));
    return decided;
  });
}

const forgetting = (now: Instant): NewJob => ({
  kind: "forget-uploads",
  key: "all",
  payload: {},
  dueAt: later(now, UPLOAD_WAITS_FOR),
});
