/** The widget's HTTP door. An answer is data: done, refused with a code, or the server could not be reached. */
import type {
  AddressGiven,
  ConversationStarted,
  GiveAddress,
  MessagePosted,
  PostWidgetMessage,
  Resume,
  Resumed,
  SessionStarted,
  StartConversation,
  StartSession,
  WidgetChanges,
  WidgetConversations,
} from "../../../contract/widget.ts";
import { type Answer, UNREACHABLE } from "../../kit/answer.ts";

/** Longer than any answer takes; a line that says nothing for so long is dead. */
const ANSWER_WITHIN = 20_000;

export interface Api {
  readonly startSession: (body: StartSession) => Promise<Answer<SessionStarted>>;
  readonly endSession: (token: string) => Promise<Answer<unknown>>;
  readonly resume: (body: Resume) => Promise<Answer<Resumed>>;
  readonly conversations: (token: string) => Promise<Answer<WidgetConversations>>;
  readonly startConversation: (token: string, body: StartConversation) => Promise<Answer<ConversationStarted>>;
  readonly post: (token: string, id: string, body: PostWidgetMessage) => Promise<Answer<MessagePosted>>;
  readonly changes: (token: string, id: string, after: number) => Promise<Answer<WidgetChanges>>;
  readonly giveAddress: (token: string, id: string, body: GiveAddress) => Promise<Answer<AddressGiven>>;
  readonly dismissForm: (token: string, id: string) => Promise<Answer<unknown>>;
  readonly startMailAgain: (token: string, id: string) => Promise<Answer<unknown>>;
}

const at = (id: string): string => `conversations/${id}`;

/** `server` ends with a slash. */
export function openApi(server: string): Api {
  async function call<T>(method: string, path: string, token: string | null, body?: object): Promise<Answer<T>> {
    try {
      const answer = await fetch(`${server}api/widget/${path}`, {
        method,
        credentials: "omit",
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      if (answer.status >= 500) return UNREACHABLE;
      const text = await answer.text();
      const value = text === "" ? null : JSON.parse(text);
      return answer.ok
        ? { kind: "done", value }
        : { kind: "refused", code: value?.code ?? "", details: value?.details };
    } catch {
      return UNREACHABLE;
    }
  }
  return {
    startSession: (body) => call("POST", "sessions", null, body),
    endSession: (token) => call("DELETE", "sessions", token),
    resume: (body) => call("POST", "resume", null, body),
    conversations: (token) => call("GET", "conversations", token),
    startConversation: (token, body) => call("POST", "conversations", token, body),
    post: (token, id, body) => call("POST", `${at(id)}/messages`, token, body),
    changes: (token, id, after) => call("GET", `${at(id)}/changes?after=${after}`, token),
    giveAddress: (token, id, body) => call("PUT", `${at(id)}/address`, token, body),
    dismissForm: (token, id) => call("POST", `${at(id)}/address/dismiss`, token, {}),
    startMailAgain: (token, id) => call("POST", `${at(id)}/mail/start-again`, token, {}),
  };
}
