/** The widget's socket by HTTP, for networks that let no WebSocket through: what was said goes up, what came to be comes back. */
import { Type } from "typebox";
import { route } from "../route.ts";
import { exact, list, nullable, RevisionNumber, Uuid } from "../shared.ts";
import { SaidFrame, ServerToWidgetFrame } from "./widget-frames.ts";

/** Of one poll: a page says what it has to say at once, and rarely more than one thing at a time. */
const MOST_SAID = 20;

export const pollApi = {
  /**
   * Asked every few seconds. Whoever asks is there, for a while after; `isLeaving` ends that at once. The first answer of a
   * connection is a `welcome`, as on the socket; after it `changes` and `typing`, and a `welcome` again where whether mail
   * leaves has changed. `access-changed`: begin a new connection.
   */
  poll: route({
    method: "POST",
    path: "/api/widget/poll",
    who: "visitor",
    body: exact({
      /** Null: this page has none yet. */
      connection: nullable(Uuid),
      /** Last revision known per conversation. */
      revisions: Type.Record(Uuid, RevisionNumber),
      said: list(SaidFrame, { maxItems: MOST_SAID }),
      isLeaving: Type.Boolean(),
    }),
    answer: exact({ connection: nullable(Uuid), heard: list(ServerToWidgetFrame) }),
  }),
};
