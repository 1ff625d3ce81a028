/** Why a mail came back, in the words that matter to whoever waits for it. */
export type BounceReason =
  | "unknown-address"
  | "unknown-host"
  | "moved"
  | "takes-no-mail"
  | "disabled"
  | "mailbox-full"
  | "too-large"
  | "content"
  | "spam"
  | "blocked"
  | "too-fast"
  | "expired"
  | "network"
  | "system";
