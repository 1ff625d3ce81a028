/** Who may talk to a relay now: a few at a time; while it owes an answer for too long, one who finds out whether it lives. */

/** A relay that owes an answer to a final dot for so long may be gone: whoever comes then finds out. */
const SILENT_AFTER_MS = 5_000;
/** Besides the one that waits to the end (RFC 5321 §4.5.3.2.6), those who wait for their answer give up then … */
const OTHERS_WAIT_MS = 60_000;
/** … and those who only find out whether the relay lives, then: the next of them tries at once. */
const PROBES_WAIT_MS = 10_000;

/** One mail's turn. */
export interface Turn {
  /** Its final dot has gone out: how long its answer is waited for, in milliseconds. */
  dotted(): number;
  /** That time is over: how much longer, since others were answered that late as well; 0: no longer. */
  longer(): number;
  /** Its answer has come. */
  answered(): void;
}

interface Held extends Turn {
  readonly isProbe: boolean;
  dottedAt: number | null;
  /** Nobody else owed an answer: it waits to the end. */
  isAlone: boolean;
  timer: NodeJS.Timeout | null;
}

export class Turns {
  readonly #most: number;
  readonly #longest: number;
  readonly #waiting: ((held: Held) => void)[] = [];
  readonly #held = new Set<Held>();
  /** Those whose answer is overdue. */
  readonly #silent = new Set<Held>();
  /** Somebody has had an answer since the last one fell overdue. */
  #isAlive = true;
  /** The longest time that an answer has taken: who is slow is no corpse. */
  #slowest = 0;

  /** `most`: at a time. `longest`: milliseconds for which one of them waits for the answer to its final dot. */
  constructor(most: number, longest: number) {
    this.#most = most;
    this.#longest = longest;
  }

  async within<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    const mayGo = this.#waiting.length === 0 && this.#hasRoom();
    const turn = mayGo ? this.#take() : await new Promise<Held>((resolve) => this.#waiting.push(resolve));
    try {
      return await work(turn);
    } finally {
      this.#end(turn);
    }
  }

  #hasRoom(): boolean {
    const talking = this.#held.size - this.#silent.size;
    return talking < (this.#isAlive ? this.#most : 1);
  }

  #take(): Held {
    const held: Held = {
      isProbe: !this.#isAlive,
      dottedAt: null,
      isAlone: false,
      timer: null,
      dotted: () => this.#dotted(held),
      longer: () => Math.max(0, this.#patienceOf(held) - (performance.now() - (held.dottedAt ?? 0))),
      answered: () => this.#answered(held),
    };
    this.#held.add(held);
    return held;
  }

  #dotted(held: Held): number {
    held.isAlone = [...this.#held].every(({ dottedAt }) => dottedAt === null);
    held.dottedAt = performance.now();
    // Who finds out is followed by the next one when it gives up, not before.
    if (!held.isProbe) held.timer = setTimeout(() => this.#overdue(held), SILENT_AFTER_MS).unref();
    return this.#patienceOf(held);
  }

  #patienceOf({ isAlone, isProbe }: Held): number {
    if (isAlone) return this.#longest;
    const patience = isProbe ? PROBES_WAIT_MS : OTHERS_WAIT_MS;
    return Math.min(this.#longest, Math.max(patience, 2 * this.#slowest));
  }

  #overdue(held: Held): void {
    this.#silent.add(held);
    this.#isAlive = false;
    this.#letIn();
  }

  #answered(held: Held): void {
    this.#isAlive = true;
    if (held.dottedAt !== null) this.#slowest = Math.max(this.#slowest, performance.now() - held.dottedAt);
  }

  #end(held: Held): void {
    if (held.timer !== null) clearTimeout(held.timer);
    this.#held.delete(held);
    this.#silent.delete(held);
    if (this.#silent.size === 0) this.#isAlive = true;
    this.#letIn();
  }

  #letIn(): void {
    while (this.#waiting.length > 0 && this.#hasRoom()) this.#waiting.shift()?.(this.#take());
  }
}
