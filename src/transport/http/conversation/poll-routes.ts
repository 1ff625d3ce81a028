/** The widget's live line by HTTP (contract/live/widget-poll.ts). */
import type { ServerToWidgetFrame } from "../../../../contract/live/widget-frames.ts";
import { pollApi } from "../../../../contract/live/widget-poll.ts";
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import { connectionId, conversationId, revision } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { WidgetPrincipal } from "../../../domain/sessions/session.ts";
import type { Bus } from "../../../ports/bus.ts";
import type { WidgetQueries } from "../../../ports/queries/conversation-queries.ts";
import type { markRead } from "../../../usecases/conversation/mark-read.ts";
import { noteNoLongerPolled, notePolled } from "../../../usecases/sessions/note-presence.ts";
import { POLLS_A_SESSION } from "../../edge/allowances.ts";
import type { Limits } from "../../edge/limits.ts";
import { heedSaid } from "../../edge/widget-said.ts";
import { type Door, serve } from "../serve.ts";
import { type RecentTyping, rememberTyping } from "./recent-typing.ts";
import { rememberWayOut } from "./recent-way-out.ts";

export interface PollDeps {
  readonly usecases: Parameters<typeof notePolled>[0] & Parameters<typeof markRead>[0];
  readonly queries: WidgetQueries;
  readonly bus: Bus;
  readonly limits: Limits;
}

type Revisions = Readonly<Record<string, number>>;

export function pollRoutes(door: Door, deps: PollDeps): void {
  const { usecases, queries, bus, limits } = deps;
  const { clock } = usecases;
  const typing = rememberTyping(bus, clock);
  const wayOut = rememberWayOut(bus, clock);
  door.app.addHook("onClose", async () => [typing, wayOut].forEach((each) => each.stop()));
  serve(door, pollApi.poll, async ({ who, body }) => {
    await limits.take(`poll:${who.sessionId}`, POLLS_A_SESSION);
    const mayOpen = async (id: string): Promise<boolean> => (await queries.list(who)).some((one) => one.id === id);
    for (const said of body.said) await heedSaid({ usecases, bus, mayOpen }, who, said);
    const known = body.connection === null ? null : connectionId(body.connection);
    if (body.isLeaving) {
      if (known !== null) await noteNoLongerPolled(usecases, { id: known, sessionId: who.sessionId });
      return ok({ connection: null, heard: [] });
    }
    const connection = await notePolled(usecases, { id: known, sessionId: who.sessionId });
    const conversations = await queries.list(who);
    const welcome = { type: "welcome" as const, now: clock.now(), conversations };
    const heard =
      known === null
        ? [welcome]
        : [
            ...(wayOut.isNew() ? [welcome] : []),
            ...(await news({ queries, typing }, who, { conversations, revisions: body.revisions })),
          ];
    return ok({ connection, heard });
  });
}

interface Asking {
  readonly conversations: readonly WidgetConversation[];
  readonly revisions: Revisions;
}

/** What came to be since these revisions. */
async function news(
  { queries, typing }: { readonly queries: WidgetQueries; readonly typing: RecentTyping },
  who: WidgetPrincipal,
  { conversations, revisions }: Asking,
): Promise<ServerToWidgetFrame[]> {
  const isTakenBack = Object.keys(revisions).some((id) => conversations.every((one) => one.id !== id));
  if (isTakenBack) return [{ type: "refused", code: "access-changed" }];
  const heard: ServerToWidgetFrame[] = [];
  for (const { id, revision: now } of conversations) {
    const after = revisions[id] ?? 0;
    const changes = now > after ? await queries.changes(who, conversationId(id), revision(after)) : null;
    if (changes !== null) {
      const { conversation, messages } = changes;
      heard.push({
        type: "changes",
        conversationId: id,
        after,
        revision: conversation.revision,
        conversation,
        messages,
      });
    }
    const typist = typing.of(conversationId(id));
    if (typist === null) continue;
    heard.push({ type: "typing", conversationId: id, name: await queries.shownAs(conversationId(id), typist) });
  }
  return heard;
}
