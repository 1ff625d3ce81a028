/** The line by HTTP, fetched where no socket gets through: asks every few seconds, says at once what there is to say. */
import type { SaidFrame, ServerToWidgetFrame, WidgetFrame } from "../../../../contract/live/widget-frames.ts";
import type { pollApi } from "../../../../contract/live/widget-poll.ts";
import type { AnswerOf, BodyOf } from "../../../../contract/route.ts";
import { type Clock, oneWait } from "../../../kit/clock.ts";
import { toJson } from "../../../kit/json.ts";
import type { Dial, Wire } from "../../../kit/line.ts";
import type { PathOf } from "../../paths.ts";
import { parseJson } from "../../../ui/own-json.ts";

/** A reply is to be there within five seconds. */
const ASK_EVERY = 3_000;
/** Nobody looks; the chime may come a little later. */
const ASK_HIDDEN_EVERY = 15_000;
/** What is said in one go, a mark and the attention with it, travels in one request. */
const GATHER = 50;
/** One request may fail on its way; two in a row are a lost connection. */
const FAILURES = 2;
const AGAIN_AFTER = 1_000;
const ANSWER_WITHIN = 10_000;
/** MOST_SAID of the contract, whose values the widget does not load. */
const AT_ONCE = 20;

type Body = BodyOf<typeof pollApi.poll>;
type Poll = AnswerOf<typeof pollApi.poll>;

/** `server` ends with a slash. */
export const pollAt =
  (server: string, clock: Clock): Dial =>
  (ears) =>
    new PollLine(server, clock, ears);

class PollLine implements Wire {
  readonly #server: string;
  readonly #ears: Parameters<Dial>[0];
  readonly #next: ReturnType<typeof oneWait>;
  #token = "";
  #connection: Poll["connection"] = null;
  #revisions: Readonly<Record<string, number>> = {};
  #waiting: readonly SaidFrame[] = [];
  #failures = 0;
  #isAsking = false;
  #isOver = false;

  constructor(server: string, clock: Clock, ears: Parameters<Dial>[0]) {
    this.#server = server;
    this.#ears = ears;
    this.#next = oneWait(clock);
    addEventListener("pagehide", this.#leave);
    queueMicrotask(ears.opened);
  }

  send(text: string): void {
    const frame: WidgetFrame = parseJson(text);
    if (frame.type === "hello") {
      this.#token = frame.token;
      this.#revisions = frame.revisions;
      this.#connection = null;
    } else if (frame.type !== "ping") this.#waiting = [...this.#waiting, frame];
    this.#askIn(GATHER);
  }

  close(): void {
    this.#isOver = true;
    this.#next.stop();
    removeEventListener("pagehide", this.#leave);
    this.#leave();
  }

  #askIn(delay: number): void {
    this.#next.wait(delay, () => void this.#ask());
  }

  #post(body: Pick<Body, "said" | "isLeaving">, options: RequestInit): Promise<Response> {
    const known = { connection: this.#connection, revisions: this.#revisions };
    return fetch(`${this.#server}${"api/widget/poll" satisfies PathOf<typeof pollApi.poll>}`, {
      method: "POST",
      credentials: "omit",
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      body: toJson({ ...known, ...body }),
      ...options,
    });
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || this.#isOver || this.#token === "") return;
    this.#isAsking = true;
    const said = this.#waiting.slice(0, AT_ONCE);
    const asked = this.#connection;
    try {
      const answer = await this.#post({ said, isLeaving: false }, { signal: AbortSignal.timeout(ANSWER_WITHIN) });
      const heard: Poll | null = answer.ok ? await answer.json() : null;
      this.#isAsking = false;
      if (this.#isOver) return;
      if (heard === null) {
        this.#refused(answer);
        return;
      }
      this.#waiting = this.#waiting.slice(said.length);
      this.#failures = 0;
      // Whoever left meanwhile, and came back, begins a new one.
      if (asked === this.#connection) this.#take(heard);
      else this.#askIn(GATHER);
    } catch {
      this.#isAsking = false;
      this.#failed();
    }
  }

  #refused({ status, headers }: Response): void {
    if (status === 401) this.#ears.said(toJson({ type: "refused", code: "session-unknown" }));
    else if (status === 429) this.#askIn(Number(headers.get("retry-after") ?? 60) * 1_000);
    else this.#failed();
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures < FAILURES) this.#askIn(AGAIN_AFTER);
    else if (!this.#isOver) this.#ears.ended();
  }

  #take({ connection, heard }: Poll): void {
    this.#connection = connection;
    const isVisible = document.visibilityState === "visible";
    this.#askIn(this.#waiting.length > 0 ? GATHER : isVisible ? ASK_EVERY : ASK_HIDDEN_EVERY);
    for (const frame of heard) this.#hear(frame);
    // The line wants to know that it is alive.
    if (heard.length === 0) this.#ears.said(toJson({ type: "pong" }));
  }

  #hear(frame: ServerToWidgetFrame): void {
    const known = this.#revisions;
    if (frame.type === "welcome") {
      const now = frame.conversations.map(({ id, revision }) => [id, known[id] ?? revision] as const);
      this.#revisions = Object.fromEntries(now);
    } else if (frame.type === "changes") this.#revisions = { ...known, [frame.conversationId]: frame.revision };
    else if (frame.type === "refused") {
      // Something was taken back: hello again.
      this.#ears.opened();
      return;
    }
    this.#ears.said(toJson(frame));
  }

  readonly #leave = (): void => {
    if (this.#connection !== null) void this.#post({ said: [], isLeaving: true }, { keepalive: true }).catch(() => {});
    // A page that comes back out of the browser's cache begins anew.
    this.#connection = null;
  };
}
