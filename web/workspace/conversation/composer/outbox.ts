/** The agent's outbox: replies and notes that wait, as the browser keeps them for this agent alone. */
import { type Static, Type } from "typebox";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import type { BodyOf } from "../../../../contract/route.ts";
import { Attachment, nullable, RefusalBody } from "../../../../contract/shared.ts";
import { type Answer, UNREACHABLE } from "../../../kit/answer.ts";
import type { Clock } from "../../../kit/clock.ts";
import { type Alone, Outbox } from "../../../kit/outbox.ts";
import { type Drawer, openShelf } from "../../../kit/shelf.ts";
import { parse, refusalOf } from "../../api.ts";

export type Post = BodyOf<typeof conversationApi.post>;

/** A reply or a note as it waits. */
const Reply = Type.Object({
  clientId: Type.String(),
  conversationId: Type.String(),
  writtenAt: Type.Number(),
  post: conversationApi.post.body,
  /** Those that `post` names: uploaded before, to be shown meanwhile. */
  attachments: Type.Array(Attachment),
  refused: nullable(Type.Object({ code: Type.String(), details: RefusalBody.properties.details })),
});
export type Reply = Static<typeof Reply>;

interface RepliesParts {
  readonly agentId: string;
  readonly drawer: () => Drawer;
  readonly alone: Alone;
  readonly clock: Clock;
  /** Rejects with `Refused`. */
  readonly post: (conversationId: string, post: Post) => Promise<unknown>;
  /** Whether a request would be made in this agent's name: another tab may have changed who is signed in. */
  readonly isSignedIn: () => boolean;
  readonly sent: (reply: Reply) => Promise<void>;
}

/** Whatever a browser keeps of this agent's outbox begins with this. */
export const outboxPrefix = (agentId: string): string => `ariane.outbox.${agentId}.`;

export function openReplies(parts: RepliesParts): Outbox<Reply> {
  const { agentId, drawer, clock, sent, post } = parts;
  const prefix = outboxPrefix(agentId);
  return new Outbox({
    shelf: openShelf({ prefix, drawer, parse: (value) => parse(Reply, value) }),
    send: async (reply) => (parts.isSignedIn() ? answerTo(post(reply.conversationId, reply.post)) : UNREACHABLE),
    sent,
    alone: (line, work) => parts.alone(prefix + line, work),
    clock,
    chance: Math.random,
  });
}

/** After these the same message is worth another try: nobody looked at it. */
const NOT_HEARD = new Set(["offline", "server-trouble", "signed-out"]);

/** What became of a post, as data. An answer that this page cannot read is that of a server which has taken it. */
async function answerTo(posting: Promise<unknown>): Promise<Answer<unknown>> {
  try {
    return { kind: "done", value: await posting };
  } catch (error) {
    const { code, status, details } = refusalOf(error);
    if (code === "answer-unreadable") return { kind: "done", value: null };
    return NOT_HEARD.has(code) || status >= 500 ? UNREACHABLE : { kind: "refused", code, details };
  }
}
