import { type Attachment, decideSize, decideUpload, UPLOAD_WAITS_FOR } from "../../domain/attachments/attachment.ts";
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
 * Keeps a file for a message that its sender is about to write, slice by slice as it comes: nothing of it waits in memory, and
 * nothing is read of one that is not taken. A file that no message has taken within a day is forgotten, so an upload that
 * was cut off or sent twice costs nothing for long.
 */
export async function uploadFile(deps: Deps, by: Uploader, file: ComingFile): Promise<Result<Attachment, Refusal>> {
  if (await deps.room.isLow()) return noRoom();
  const id = attachmentId(deps.newId());
  const opened = await openFile(deps, id, by);
  if (!opened.ok) return opened;
  let uploaded: Result<Attachment, Refusal> | null = null;
  try {
    uploaded = await keepFile(deps, id, file);
    return uploaded;
  } finally {
    // At once: a process that ends waits for no turn.
    if (uploaded?.ok !== true) await deps.store.transaction((tx) => tx.attachments.dropUpload(by, id));
  }
}

function openFile({ store, clock, filesAtMost }: Deps, id: AttachmentId, by: Uploader): Promise<Result<null, Refusal>> {
  const now = clock.now();
  return store.inBulk(async (tx) => {
    const decided = decideUpload(await tx.attachments.countUploads(by));
    if (!decided.ok) return decided;
    const room = decideRoom(await tx.attachments.weigh(by, instant(now - DAY)), filesAtMost);
    if (!room.ok) return room;
    await tx.attachments.open(id, { uploadedBy: by, now });
    // Last: all uploads share this row, and whoever holds it keeps the others waiting.
    await tx.jobs.wake(forgetting(now));
    return ok(null);
  });
}

async function keepFile(
  { store }: Deps,
  id: AttachmentId,
  { name, declaredType, slices }: ComingFile,
): Promise<Result<Attachment, Refusal>> {
  const kept = { start: new Uint8Array(), size: 0, slices: 0 };
  for await (const bytes of slices) {
    kept.size += bytes.length;
    const decided = decideSize(kept.size);
    if (!decided.ok) return decided;
    const number = kept.slices;
    await store.inBulk((tx) => tx.attachments.addSlice(id, { number, bytes }));
    if (number === 0) kept.start = Uint8Array.from(bytes.subarray(0, SNIFFED_BYTES));
    kept.slices += 1;
  }
  const decided = decideSize(kept.size);
  if (!decided.ok) return decided;
  const attachment = describeFile(id, { name, declaredType, start: kept.start, size: kept.size });
  await store.inBulk((tx) => tx.attachments.close(attachment));
  return ok(attachment);
}

const forgetting = (now: Instant): NewJob => ({
  kind: "forget-uploads",
  key: "all",
  payload: {},
  dueAt: later(now, UPLOAD_WAITS_FOR),
});
