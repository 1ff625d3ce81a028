/** Letters that wait in a browser: what it keeps, its tabs, and the server that takes each once. */
import { type Answer, UNREACHABLE } from "../../../web/kit/answer.ts";
import { type Alone, type Letter, Outbox } from "../../../web/kit/outbox.ts";
import { type Drawer, openShelf } from "../../../web/kit/shelf.ts";
import { testClock } from "./test-clock.ts";

export const DONE = { kind: "done", value: null } as const;
export const refusal = (code: string): Answer<never> => ({ kind: "refused", code, details: undefined });

/** What one browser keeps; `isFull`: it takes nothing more. */
export function aDrawer(): Drawer & { readonly kept: Map<string, string>; isFull: boolean } {
  const kept = new Map<string, string>();
  return {
    kept,
    isFull: false,
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, text) {
      if (this.isFull) throw new Error("QuotaExceededError");
      kept.set(key, text);
    },
    removeItem: (key) => void kept.delete(key),
  };
}

/** A server that takes each client id once. `faults` answer instead, before or (`lost`) after the letter was taken. */
export function aServer() {
  const posted: Letter[] = [];
  const faults: (Answer<never> | "lost")[] = [];
  let inFlight = 0;
  return {
    posted,
    faults,
    isDown: false,
    mostAtOnce: 0,
    texts: () => posted.map(({ clientId }) => clientId),
    async take(letter: Letter): Promise<Answer<unknown>> {
      inFlight += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, inFlight);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      inFlight -= 1;
      const fault = this.isDown ? UNREACHABLE : faults.shift();
      if (fault !== undefined && fault !== "lost") return fault;
      if (!posted.some(({ clientId }) => clientId === letter.clientId)) posted.push(letter);
      return fault === "lost" ? UNREACHABLE : DONE;
    },
  };
}

/** One at a time for all tabs of a browser, as Web Locks are. */
export function locks(): Alone {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work);
    last.set(name, mine);
    return mine;
  };
}
export const noLocks: Alone = (_name, work) => work();

export const isLetter = (value: unknown): value is Letter =>
  typeof value === "object" && value !== null && "clientId" in value && "writtenAt" in value;

/** One tab of this browser, signed in as `agent`. */
export function openTab(parts: { drawer: Drawer; server: ReturnType<typeof aServer>; alone?: Alone; agent?: string }) {
  const { drawer, server, alone = locks(), agent = "leo" } = parts;
  const clock = testClock();
  let isClosed = false;
  const shelf = openShelf<Letter>({
    prefix: `outbox.${agent}.`,
    drawer: () => drawer,
    parse: (value) => (isLetter(value) ? value : null),
  });
  const outbox = new Outbox<Letter>({
    shelf,
    send: (letter) => (isClosed ? new Promise(() => undefined) : server.take(letter)),
    sent: async () => undefined,
    alone,
    clock,
    chance: () => 0.5,
  });
  const write = (clientId: string, conversationId = "c1"): void =>
    outbox.write((writtenAt) => ({ clientId, writtenAt, conversationId, refused: null }));
  const kill = (): void => {
    isClosed = true;
    outbox.stop();
  };
  const waits = () => outbox.pending().map(({ letter, fate }) => `${letter.clientId} ${fate}`);
  return { outbox, write, kill, waits, clock };
}

/** Two and a half minutes go by: every try that is to come has been made. */
export async function settle(...tabs: readonly Pick<ReturnType<typeof openTab>, "clock">[]): Promise<void> {
  for (let round = 0; round < 150; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- One thing after the other is the point.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    for (const { clock } of tabs) clock.advance(1_000);
  }
}
