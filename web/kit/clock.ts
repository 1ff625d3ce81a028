/** Time as an argument, so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs `work` once, after that many milliseconds. Answers with what cancels it. */
  readonly after: (delay: number, work: () => void) => () => void;
}
