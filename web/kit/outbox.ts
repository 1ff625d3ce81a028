/**
 * What somebody has sent and the server has not yet confirmed: per conversation strictly in order, one at a time, kept in
 * the browser until it is there. Every try has the same client id, so that a second try is never a second message.
 */
import { type Answer, isForLater, type Refusal, UNREACHABLE } from "./answer.ts";
import type { Clock } from "./clock.ts";
import { type Carried, type Courier, openCourier } from "./courier.ts";
import type { Shelf } from "./shelf.ts";
import type { Unsent } from "./unsent.ts";

/** A message as it waits. */
export interface Letter extends Unsent {
  readonly conversationId: string;
  /** Why the server does not take it: what is behind it waits until it is sent again or discarded. Null: not refused. */
  readonly refused: Refusal | null;
}

/**
 * `sending`: on its way, or about to be · `waiting`: the server could not be reached, it is tried again by itself ·
 * `behind`: one before it has to go first · `refused`: somebody has to decide.
 */
export type Fate = "sending" | "waiting" | "behind" | "refused";

export interface Pending<E extends Letter> {
  readonly letter: E;
  readonly fate: Fate;
}

/** Does the work while no other tab does work of this name. Where that cannot be had, it is done all the same. */
export type Alone = (name: string, work: () => Promise<Carried>) => Promise<Carried>;

interface OutboxParts<E extends Letter> {
  readonly shelf: Shelf<E>;
  readonly send: (letter: E) => Promise<Answer<unknown>>;
  /** The server has it; it is shown as pending until the promise is fulfilled, so that the message itself can come first. */
  readonly sent: (letter: E) => Promise<void>;
  readonly alone: Alone;
  readonly clock: Clock;
  readonly chance: () => number;
}

/** Longer than any answer takes; a line that says nothing for so long is dead. */
const ANSWER_WITHIN = 20_000;

export class Outbox<E extends Letter> {
  readonly #parts: OutboxParts<E>;
  readonly #courier: Courier;
  readonly #listeners = new Set<() => void>();
  /** The server has them, and their messages have not come yet. */
  readonly #arriving = new Map<string, E>();
  /** Conversations whose first letter did not reach the server at the last try. */
  readonly #stuck = new Set<string>();
  #pending: readonly Pending<E>[] = [];

  constructor(parts: OutboxParts<E>) {
    const { alone, clock, chance } = parts;
    this.#parts = parts;
    this.#courier = openCourier({
      clock,
      chance,
      carry: (line) => alone(line, () => this.#carryFirst(line)).catch(() => "later"),
    });
    this.#look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Everything that waits, in the order of writing. The same array until something changes. */
  readonly pending = (): readonly Pending<E>[] => this.#pending;

  /** Keeps what somebody just wrote, and sends it in its turn. `writtenAt` is after everything that waits. */
  write(make: (writtenAt: number) => E): void {
    const last = this.#parts.shelf.all().at(-1)?.writtenAt ?? 0;
    const letter = make(Math.max(this.#parts.clock.now(), last + 1));
    this.#parts.shelf.put(letter);
    this.#look();
    this.#courier.go(letter.conversationId);
  }

  /** The person asks to send a refused letter again, or does not want to wait for the next try. */
  again(clientId: string): void {
    const letter = this.#find(clientId);
    if (letter === undefined) return;
    if (letter.refused !== null) this.#parts.shelf.put({ ...letter, refused: null });
    this.#look();
    this.#courier.go(letter.conversationId);
  }

  /** It is not to be sent. What waits behind it goes on. */
  discard(clientId: string): void {
    this.confirmed([clientId]);
    this.flush();
  }

  /** The server has these: they came back with the conversation. */
  confirmed(clientIds: readonly (string | null)[]): void {
    const known = this.#parts.shelf.all().filter((letter) => clientIds.includes(letter.clientId));
    for (const { clientId } of known) this.#parts.shelf.remove(clientId);
    if (known.length > 0) this.#look();
  }

  /** Sends what waits now: at the start, when the line is back, when another tab has changed something. */
  flush(): void {
    this.#look();
    for (const line of new Set(this.#pending.map(({ letter }) => letter.conversationId))) this.#courier.go(line);
  }

  /** Forgets everything, here and in the browser. */
  clear(): void {
    this.#parts.shelf.clear();
    this.#look();
  }

  /** Nobody is here to send for any more. What waits stays kept. */
  stop(): void {
    this.#courier.stop();
  }

  /** Reads the shelf anew: another tab may have sent the first already. */
  async #carryFirst(line: string): Promise<Carried> {
    const letter = this.#parts.shelf.all().find(({ conversationId }) => conversationId === line);
    if (letter === undefined || letter.refused !== null) return "empty";
    const answer = await this.#send(letter);
    if (isForLater(answer)) {
      this.#stuck.add(line);
      this.#look();
      return "later";
    }
    this.#stuck.delete(line);
    if (answer.kind === "refused") this.#refuse(letter.clientId, answer);
    else this.#settle(letter);
    return "next";
  }

  async #send(letter: E): Promise<Answer<unknown>> {
    return new Promise((resolve) => {
      const cancel = this.#parts.clock.after(ANSWER_WITHIN, () => resolve(UNREACHABLE));
      void this.#parts.send(letter).then((answer) => {
        cancel();
        return resolve(answer);
      });
    });
  }

  #refuse(clientId: string, { code, details }: Refusal): void {
    const letter = this.#find(clientId);
    if (letter !== undefined) this.#parts.shelf.put({ ...letter, refused: { code, details } });
    this.#look();
  }

  #settle(letter: E): void {
    const { clientId } = letter;
    this.#arriving.set(clientId, letter);
    this.#parts.shelf.remove(clientId);
    this.#look();
    void this.#parts.sent(letter).then(() => {
      this.#arriving.delete(clientId);
      return this.#look();
    });
  }

  #find(clientId: string): E | undefined {
    return this.#parts.shelf.all().find((letter) => letter.clientId === clientId);
  }

  #look(): void {
    const kept = this.#parts.shelf.all().filter(({ clientId }) => !this.#arriving.has(clientId));
    const arriving = [...this.#arriving.values()].map((letter) => ({ letter, fate: "sending" as const }));
    this.#pending = [...arriving, ...kept.map((letter) => ({ letter, fate: this.#fateOf(letter, kept) }))];
    for (const listener of this.#listeners) listener();
  }

  #fateOf(letter: E, kept: readonly E[]): Fate {
    if (letter.refused !== null) return "refused";
    const first = kept.find(({ conversationId }) => conversationId === letter.conversationId);
    const isHeldUp = this.#stuck.has(letter.conversationId) || (first?.refused ?? null) !== null;
    if (!isHeldUp) return "sending";
    return first === letter ? "waiting" : "behind";
  }
}
