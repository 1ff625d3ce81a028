/** This browser's session with the server: made when the person first writes or adds a file, and not before. */
import type { BodyOf } from "../../../contract/route.ts";
import type { widgetSessionApi } from "../../../contract/sessions/widget-sessions.ts";
import type { Answer } from "../../kit/answer.ts";
import type { Api } from "./api.ts";
import type { Keep } from "./keep.ts";

export interface SessionParts {
  readonly api: Pick<Api, "startSession">;
  readonly keep: Keep;
  readonly profile: () => BodyOf<typeof widgetSessionApi.start>;
  /** A session was made: the line can say hello. */
  readonly made: () => void;
  /** The server does not know the session any more, and it is to be forgotten. */
  readonly lost: () => void;
}

export interface Session {
  /** Null: none was made yet. */
  readonly token: () => string | null;
  /** The token, of a new session where there is none. However many ask at once, one is made. */
  readonly require: () => Promise<Answer<string>>;
  /** Changes whose session this is, while nobody makes one: who needs it meanwhile waits. */
  readonly change: <T>(work: () => Promise<T>) => Promise<T>;
  /** The server refused this token. Says nothing about a newer one. */
  readonly refused: (token: string) => void;
}

export function openSession({ api, keep, profile, made, lost }: SessionParts): Session {
  let making: Promise<Answer<string>> | null = null;
  let changing: Promise<unknown> | null = null;

  const make = async (): Promise<Answer<string>> => {
    if (changing !== null) {
      await changing;
      const { token } = keep.read();
      if (token !== null) return { kind: "done", value: token };
    }
    const answer = await api.startSession(profile());
    if (answer.kind !== "done") return answer;
    // Another tab may have been quicker: then its session is this browser's, and ours stays empty.
    const { token: other } = keep.read();
    if (other !== null) return { kind: "done", value: other };
    keep.change(() => ({ token: answer.value.token, locale: answer.value.locale, parked: null }));
    made();
    return { kind: "done", value: answer.value.token };
  };
  return {
    token: () => keep.read().token,
    require: () => {
      const { token } = keep.read();
      if (token !== null) return Promise.resolve({ kind: "done", value: token });
      making ??= make().finally(() => {
        making = null;
      });
      return making;
    },
    change: (work) => {
      const changed = Promise.all([changing, making]).then(work);
      changing = changed.catch(() => {});
      return changed;
    },
    refused: (token) => {
      if (keep.read().token === token) lost();
    },
  };
}
