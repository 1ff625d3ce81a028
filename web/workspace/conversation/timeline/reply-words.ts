/** Where a reply will go, said before it is sent; and why one may not be sent. Pure. */
import type { AgentConversation } from "../../../../contract/conversation/agent-shapes.ts";
import type { Me } from "../../../../contract/people/account.ts";
import type { AgentMessage } from "../../../../contract/shared.ts";
import { mayHandle, mayReply } from "../../../../contract/people/roles.ts";
import type { WordKey } from "../../words-context.tsx";

type Channel = AgentMessage["channel"];

/** The channel that a reply answers: the end user's last one. */
export const replyChannel = (messages: readonly AgentMessage[]): Channel =>
  messages.findLast((message) => message.author.kind === "end-user" && message.anotherSender === null)?.channel ??
  messages[0]?.channel ??
  "messaging";

/** Why this agent may not reply here; null: may. Notes are open to everyone while the conversation is not closed. */
export function whyNoReply(me: Pick<Me, "role" | "chatAccess">, channel: Channel): WordKey | null {
  if (mayReply(me, channel)) return null;
  return mayHandle(me) ? "barred.reply" : "barred.light-agent";
}

/** Why this agent may not handle (accept, assign, set the status); null: may. */
export const whyNoHandling = (me: Pick<Me, "role">, status: AgentConversation["status"]): WordKey | null => {
  if (status === "closed") return "barred.closed";
  return mayHandle(me) ? null : "barred.light-agent";
};

interface Destination {
  readonly key: WordKey;
  readonly texts: Readonly<Record<string, string>>;
}

interface Situation {
  readonly conversation: Pick<AgentConversation, "address" | "presence" | "continuity">;
  readonly channel: Channel;
  /** They have never been in a widget: `isByMailAlone`. */
  readonly byMailAlone?: boolean;
  readonly continuityOn: boolean;
  readonly who: string;
}

/** Whoever has only ever written by e-mail has no widget to read in. */
export function isByMailAlone(messages: readonly AgentMessage[]): boolean {
  const theirs = messages.filter(({ author }) => author.kind === "end-user");
  return theirs.length > 0 && theirs.every(({ channel }) => channel === "email");
}

export function destinationOf({ conversation, channel, byMailAlone, continuityOn, who }: Situation): Destination {
  const { address, presence, continuity } = conversation;
  const texts = { who, address: address?.email ?? "" };
  if (byMailAlone === true) return { key: mailAloneKey(address?.state ?? null), texts };
  if (address?.state === "bounced") return { key: "goes.bounced", texts };
  if (address?.state === "stopped") return { key: "goes.stopped", texts };
  if (channel === "email") return { key: address === null ? "goes.no-address" : "goes.email", texts };
  if (!continuityOn) return { key: "goes.off", texts };
  if (continuity.because === "prerequisite") return { key: "goes.prerequisite", texts };
  if (address === null) return { key: "goes.no-address", texts };
  return { key: presence.connected ? "goes.both" : "goes.both-away", texts };
}

function mailAloneKey(state: NonNullable<AgentConversation["address"]>["state"] | null): WordKey {
  if (state === null) return "goes.mail-no-address";
  if (state === "bounced") return "goes.mail-bounced";
  return state === "stopped" ? "goes.mail-stopped" : "goes.mail";
}

const MAILED: ReadonlySet<WordKey> = new Set(["goes.mail", "goes.email", "goes.both", "goes.both-away"]);

/** A reply may leave by e-mail. */
export const isMailed = ({ key }: Destination): boolean => MAILED.has(key);
