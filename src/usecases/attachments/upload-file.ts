import { type Attachment, decideUpload, UPLOAD_WAITS_FOR } from "../../domain/attachments/attachment.ts";
import { describeFile, type HandedFile } from "../../domain/attachments/describe-file.ts";
import { attachmentId, later } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Uploader } from "../../ports/attachments/attachment-tx.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * Keeps a file for a message that its sender is about to write. A file that no message has taken within a day is
 * forgotten, so an upload that was cut off or sent twice costs nothing for long.
 */
export function uploadFile(deps: Deps, by: Uploader, file: HandedFile): Promise<Result<Attachment, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const decided = decideUpload(file.bytes.length, await tx.attachments.countUploads(by));
    if (!decided.ok) return decided;
    const attachment = describeFile(attachmentId(deps.newId()), file);
    await tx.attachments.store(attachment, { bytes: file.bytes, uploadedBy: by, now });
    await tx.jobs.wake({ kind: "forget-uploads", key: "all", payload: {}, dueAt: later(now, UPLOAD_WAITS_FOR) });
    return ok(attachment);
  });
}
