import type { AgentId, Instant } from "../../domain/ids.ts";

/** Whose installation this is going to be. */
export interface FirstRunTx {
  /** The account is a demo's, whose password everybody knows. False also where there is none. */
  isDemo(): Promise<boolean>;
  /** Makes the account a demo, or no demo any more. */
  markDemo(isDemo: boolean): Promise<void>;
  /** Nobody of the team may sign in any more, for whom that was not so; whose sessions are to be ended. */
  deactivateEverybody(): Promise<readonly AgentId[]>;
  /** Whoever knows the code may make the first admin. */
  addCode(codeHash: Uint8Array, now: Instant): Promise<void>;
  knowsCode(codeHash: Uint8Array): Promise<boolean>;
  /** There is an admin: no code is worth anything any more. */
  forgetCodes(): Promise<void>;
}
