/** What is done with heavy mail in a thread of its own; each is plain data on the way in and out. */
import type { ParsedMail } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import type { ReadBody } from "../../../domain/inbound-mail/written.ts";
import type { Authentication, AuthenticationFacts } from "../authenticate.ts";
import type { InlineImages, Sanitised } from "../sanitize.ts";

export interface Tasks {
  readonly read: { readonly given: Uint8Array; readonly found: ParsedMail };
  readonly prove: {
    readonly given: AuthenticationFacts & { readonly ourHost: string };
    readonly found: Authentication;
  };
  readonly body: {
    readonly given: Pick<ParsedMail, "html" | "text" | "subject"> & { readonly sentTexts: readonly string[] };
    readonly found: ReadBody;
  };
  readonly sanitise: { readonly given: InlineImages & { readonly html: string }; readonly found: Sanitised };
}

/** What a thread is started with. */
export type Task = {
  readonly [K in keyof Tasks]: { readonly kind: K; readonly given: Tasks[K]["given"] };
}[keyof Tasks];

/** What a thread says: its one result, or a question for DNS, which the thread that started it asks. */
export type FromThread<K extends keyof Tasks> =
  | { readonly kind: "found"; readonly found: Tasks[K]["found"] }
  | { readonly kind: "ask"; readonly id: number; readonly name: string; readonly type: string };

/** `code`: that of the resolver's error, such as ENOTFOUND. */
export type ToThread = { readonly id: number } & (
  { readonly records: readonly (string | string[])[] } | { readonly code: string }
);
