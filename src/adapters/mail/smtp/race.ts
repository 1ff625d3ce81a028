/** One mail, and a second connection for it where the first says nothing: up to the bytes nothing is lost by asking twice. */
import type { SendOutcome } from "../../../ports/continuity/mailer.ts";

/** One connection's part in a race. */
export interface Runner {
  /** Another was faster. */
  readonly signal: AbortSignal;
  /** Before the first byte of the mail: true for one runner alone; from then on the others are over. */
  claim(): boolean;
}

/** "Come later": said to a second connection it may only mean that it is a second. */
const TOO_MANY = 421;

/**
 * Begins at once, and every `everyMs` again on another connection, as long as nobody has claimed the mail: the first keeps
 * its patience, the other one is begun anew each time. Answers what became of it where the bytes went, or where a server
 * decided without them.
 */
export function race(talk: (runner: Runner) => Promise<SendOutcome>, everyMs: number): Promise<SendOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<SendOutcome>();
  const runners = new Set<AbortController>();
  let isClaimed = false;
  let isSecond = false;
  let second: AbortController | null = null;
  const endOthers = (own: AbortController): void => {
    clearInterval(timer);
    for (const runner of runners) if (runner !== own) runner.abort();
    runners.clear();
  };
  const begin = (): AbortController => {
    const own = new AbortController();
    const isFirst = !isSecond;
    let isMine = false;
    runners.add(own);
    const claim = (): boolean => {
      if (own.signal.aborted || (isClaimed && !isMine)) return false;
      isClaimed = true;
      isMine = true;
      endOthers(own);
      return true;
    };
    talk({ signal: own.signal, claim }).then(
      (outcome) => {
        runners.delete(own);
        if (own.signal.aborted) return;
        const isDecided = isMine || isFirst || (outcome.code !== null && outcome.code !== TOO_MANY);
        if (!isDecided) return;
        endOthers(own);
        resolve(outcome);
      },
      (error: unknown) => {
        endOthers(own);
        reject(error);
      },
    );
    return own;
  };
  const timer = setInterval(() => {
    second?.abort();
    isSecond = true;
    second = begin();
  }, everyMs);
  begin();
  return promise;
}
