import type { AttachmentId } from "../../domain/ids.ts";
import type { Uploader } from "../../ports/attachments/attachment-tx.ts";
import type { Store } from "../../ports/store.ts";

/**
 * Forgets a file that its uploader took out before the message was sent: it waits for nothing any more, so it no longer
 * counts among those that wait. Safe to repeat, and without effect on a file that is in a message.
 */
export function dropUpload({ store }: { readonly store: Store }, by: Uploader, id: AttachmentId): Promise<void> {
  return store.transaction((tx) => tx.attachments.dropUpload(by, id));
}
