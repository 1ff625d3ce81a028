/** What is said of who is there: only what is true at that moment. */
import type { Availability } from "../../../../contract/people/availability.ts";
import type { MessageArguments } from "../../../ui/words.ts";
import type { Thread } from "../conversation/thread.ts";
import type { WordKey } from "../words.ts";

interface Sentence {
  readonly key: WordKey;
  readonly given?: MessageArguments;
}

export interface Said {
  readonly who: Sentence;
  /** When the hours end or begin; null: there are none, or it is too far to say. */
  readonly hours: (Sentence & { readonly given: { readonly at: number } }) | null;
  /** For `{names}` in it. */
  readonly names: readonly string[];
  /** What happens next; null: there is no telling. */
  readonly next: Sentence | null;
}

const MINUTE = 60_000;
/** A longer wait is no promise that anybody can keep by the minute. */
const LONGEST_TOLD = 60 * MINUTE;

/** `thread`: the conversation shown, or null before the first word. Null: somebody has answered, or it is over. */
export function sayPresence(availability: Availability, thread: Thread | null, now: number): Said | null {
  if (thread !== null && !isWaiting(thread)) return null;
  const { status, team, wait, byMail } = availability;
  const hours = sayHours(availability, now);
  if (status === "online") {
    const who: Sentence =
      team.length === 0 ? { key: "presence.online" } : { key: "presence.team", given: { count: team.length } };
    return { who, hours, names: team, next: wait && sayWait(thread === null ? wait.newMs : wait.lastMs) };
  }
  const address = thread?.conversation.address ?? null;
  const isMailed =
    (thread?.conversation.mailLeaves ?? byMail) &&
    (address === null || address.state === "proved" || address.state === "unproved");
  return {
    who: { key: status === "away" ? "presence.away" : "presence.offline" },
    hours,
    names: [],
    next: !isMailed
      ? { key: thread === null ? "presence.write" : "presence.by-site" }
      : // Whoever waits is asked for an address by a form, and reads below the conversation where replies go.
        thread === null
        ? { key: "presence.by-mail" }
        : null,
  };
}

/** Nobody has answered, and nobody holds it. */
const isWaiting = ({ conversation, messages }: Thread): boolean =>
  conversation.agentName === null &&
  (conversation.status === "new" || conversation.status === "open") &&
  !messages.some(({ author }) => author.kind === "agent");

/** An hour of the clock alone says which: of the next time that it shows it. */
const BY_THE_CLOCK = 12 * 60 * MINUTE;

function sayHours({ hours }: Availability, now: number): Said["hours"] {
  if (hours === null) return null;
  const { opensAt, until } = hours;
  if (opensAt !== null) return { key: "presence.back", given: { at: opensAt } };
  return until !== null && until - now < BY_THE_CLOCK ? { key: "presence.until", given: { at: until } } : null;
}

function sayWait(waitMs: number): Sentence | null {
  if (waitMs > LONGEST_TOLD) return null;
  const minutes = Math.ceil(waitMs / MINUTE);
  return minutes <= 1 ? { key: "presence.soon" } : { key: "presence.wait", given: { minutes } };
}
