/** Time as an argument, so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs `work` once, after that many milliseconds. Answers with what cancels it. */
  readonly after: (delay: number, work: () => void) => () => void;
}

/** At most one thing to come: each takes the place of the one before. */
interface OneWait {
  readonly wait: (delay: number, work: () => void) => void;
  readonly stop: () => void;
}

export function oneWait(clock: Pick<Clock, "after">): OneWait {
  let cancel: (() => void) | null = null;
  return {
    wait: (delay, work) => {
      cancel?.();
      cancel = clock.after(delay, work);
    },
    stop: () => cancel?.(),
  };
}
