/** A mail as a person may look at it: nothing in it runs, loads or covers. */
export interface ViewedMail {
  /** Unfolded, not decoded, those of one name together. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly text: string | null;
  /** Sanitised; null: the mail has no HTML. */
  readonly html: string | null;
  readonly remoteImages: number;
  readonly attachments: readonly { readonly name: string | null; readonly type: string; readonly bytes: number }[];
  /** Why it could not be read in full; null: it was. */
  readonly unreadable: string | null;
}

export interface MailViewer {
  /** Total: whatever the bytes, it answers in bounded time and memory. */
  view(raw: Uint8Array): Promise<ViewedMail>;
}
