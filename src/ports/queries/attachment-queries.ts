import type { Picture } from "../../domain/attachments/picture.ts";
import type { AttachmentId, Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";

/** A file on its way out. */
export interface StoredFile {
  /** Names these bytes: another file has another. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** In octets. */
  readonly size: number;
  /** The bytes in order, a slice at a time. Fails where the file is deleted meanwhile. */
  read(): AsyncIterable<Uint8Array>;
}

/** Each answers null where there is no such file for whoever asks. */
export interface AttachmentQueries {
  /** Of a message that this session sees. */
  forWidget(principal: WidgetPrincipal, id: AttachmentId): Promise<StoredFile | null>;
  forAgent(agent: AgentIdentity, id: AttachmentId): Promise<StoredFile | null>;
  /** By the link in a mail; it may be followed again until it expires. */
  byLink(tokenHash: Uint8Array, now: Instant): Promise<StoredFile | null>;
  /** A logo or a photo by the hash of its bytes, for everybody. */
  picture(hash: string): Promise<Picture | null>;
}
