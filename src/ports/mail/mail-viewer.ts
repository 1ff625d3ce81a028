import type { FileFacts } from "../../domain/attachments/describe-file.ts";

/** A mail as a person may look at it: nothing in it runs, loads or covers. */
export interface ViewedMail {
  /** Unfolded, encoded words decoded (RFC 2047), those of one name together. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly text: string | null;
  /** Sanitised; its pictures load by the paths that were given, and from nowhere else. Null: the mail has no HTML. */
  readonly html: string | null;
  readonly remoteImages: number;
  /** In the order of the mail. */
  readonly attachments: readonly FileFacts[];
  /** Why it could not be read in full; null: it was. `original-removed`: there are no bytes any more. */
  readonly unreadable: string | null;
  /** An envelope of S/MIME or PGP around it, which nobody has checked or opened; null: none. */
  readonly protection: "signed" | "encrypted" | null;
}

/** One attachment of a mail with its bytes. */
export interface MailFile {
  readonly facts: FileFacts;
  readonly bytes: Uint8Array;
}

/** Total: whatever the bytes, it answers in bounded time and memory. */
export interface MailViewer {
  /** `pathOf`: what serves the attachment at this place, counted from 0, to whoever may see the mail. */
  view(raw: Uint8Array, pathOf: (at: number) => string): Promise<ViewedMail>;
  /** The attachment at a place in the order that `view` shows; null: there are not so many. */
  file(raw: Uint8Array, at: number): Promise<MailFile | null>;
}
