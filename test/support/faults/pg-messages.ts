/** The messages of PostgreSQL's protocol in a stream of bytes, one by one (PostgreSQL's manual, "Message Formats"). */

/** Query and Execute. */
export const STATEMENTS: ReadonlySet<number> = new Set(["Q".charCodeAt(0), "E".charCodeAt(0)]);

/** Hands on what of these bytes is whole and passes; null: nothing. */
export type Messages = (bytes: Buffer) => Buffer | null;

/** `passes` is asked for each message by its type. `isTyped` false: the first has a length and no type, and passes. */
export function messagesIn(isTyped: boolean, passes: (type: number) => boolean): Messages {
  let held = Buffer.alloc(0);
  let typed = isTyped ? 1 : 0;
  return (bytes) => {
    held = Buffer.concat([held, bytes]);
    const passed: Buffer[] = [];
    while (held.length >= typed + 4) {
      const end = typed + held.readInt32BE(typed);
      if (held.length < end) break;
      if (typed === 0 || passes(held[0] ?? 0)) passed.push(held.subarray(0, end));
      held = held.subarray(end);
      typed = 1;
    }
    return passed.length === 0 ? null : Buffer.concat(passed);
  };
}
