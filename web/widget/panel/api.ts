/** The widget's HTTP door. An answer is data: done, refused with a code, or the server could not be reached. */
import type { widgetApi } from "../../../contract/conversation/widget-conversations.ts";
import type { availabilityApi } from "../../../contract/people/availability.ts";
import type { AnswerOf, BodyOf, Route } from "../../../contract/route.ts";
import type { widgetSessionApi } from "../../../contract/sessions/widget-sessions.ts";
import { type Answer, UNREACHABLE } from "../../kit/answer.ts";
import { toJson } from "../../kit/json.ts";
import type { WidgetPathOf } from "../paths.ts";
import { parseJson } from "../../ui/own-json.ts";

/** Longer than any answer takes; a line that says nothing for so long is dead. */
const ANSWER_WITHIN = 20_000;

type OfSession = typeof widgetSessionApi;
type OfWidget = typeof widgetApi;
type Answered<R extends Route> = Promise<Answer<AnswerOf<R>>>;

export interface Api {
  readonly availability: (brandId: string) => Answered<typeof availabilityApi.show>;
  readonly startSession: (body: BodyOf<OfSession["start"]>) => Answered<OfSession["start"]>;
  readonly identify: (body: BodyOf<OfSession["identify"]>) => Answered<OfSession["identify"]>;
  readonly endSession: (token: string) => Answered<OfSession["end"]>;
  readonly resume: (body: BodyOf<OfSession["resume"]>) => Answered<OfSession["resume"]>;
  readonly conversations: (token: string) => Answered<OfWidget["list"]>;
  readonly startConversation: (token: string, body: BodyOf<OfWidget["start"]>) => Answered<OfWidget["start"]>;
  readonly post: (token: string, id: string, body: BodyOf<OfWidget["post"]>) => Answered<OfWidget["post"]>;
  readonly page: (token: string, id: string, before: number) => Answered<OfWidget["page"]>;
  readonly changes: (token: string, id: string, after: number) => Answered<OfWidget["changes"]>;
  readonly giveAddress: (
    token: string,
    id: string,
    body: BodyOf<OfWidget["giveAddress"]>,
  ) => Answered<OfWidget["giveAddress"]>;
  readonly dismissForm: (token: string, id: string) => Answered<OfWidget["dismissForm"]>;
  readonly stopMail: (token: string, id: string) => Answered<OfWidget["stopMail"]>;
  readonly startMailAgain: (token: string, id: string) => Answered<OfWidget["startMailAgain"]>;
}

const at = (id: string): `conversations/${string}` => `conversations/${id}`;

/** `server` ends with a slash. */
export function openApi(server: string): Api {
  async function call<R extends Route>(
    method: R["method"],
    path: WidgetPathOf<R> | `${WidgetPathOf<R>}?${string}`,
    token: string | null,
    body?: BodyOf<R> | Record<string, never>,
  ): Answered<R> {
    try {
      const answer = await fetch(`${server}api/widget/${path}`, {
        method,
        credentials: "omit",
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: toJson(body) }),
        // Whoever signs out leaves the page at once.
        keepalive: method === "DELETE",
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      if (answer.status >= 500) return UNREACHABLE;
      const text = await answer.text();
      const value = text === "" ? null : parseJson(text);
      return answer.ok
        ? { kind: "done", value }
        : { kind: "refused", code: value?.code ?? "", details: value?.details, message: value?.message ?? "" };
    } catch {
      return UNREACHABLE;
    }
  }
  return {
    availability: (brandId) =>
      call<typeof availabilityApi.show>("GET", `availability?brand=${encodeURIComponent(brandId)}`, null),
    startSession: (body) => call<OfSession["start"]>("POST", "sessions", null, body),
    identify: (body) => call<OfSession["identify"]>("POST", "sessions/identity", null, body),
    endSession: (token) => call<OfSession["end"]>("DELETE", "sessions", token),
    resume: (body) => call<OfSession["resume"]>("POST", "resume", null, body),
    conversations: (token) => call<OfWidget["list"]>("GET", "conversations", token),
    startConversation: (token, body) => call<OfWidget["start"]>("POST", "conversations", token, body),
    post: (token, id, body) => call<OfWidget["post"]>("POST", `${at(id)}/messages`, token, body),
    page: (token, id, before) => call<OfWidget["page"]>("GET", `${at(id)}/messages?before=${before}`, token),
    changes: (token, id, after) => call<OfWidget["changes"]>("GET", `${at(id)}/changes?after=${after}`, token),
    giveAddress: (token, id, body) => call<OfWidget["giveAddress"]>("PUT", `${at(id)}/address`, token, body),
    dismissForm: (token, id) => call<OfWidget["dismissForm"]>("POST", `${at(id)}/address/dismiss`, token, {}),
    stopMail: (token, id) => call<OfWidget["stopMail"]>("POST", `${at(id)}/mail/stop`, token, {}),
    startMailAgain: (token, id) => call<OfWidget["startMailAgain"]>("POST", `${at(id)}/mail/start-again`, token, {}),
  };
}
