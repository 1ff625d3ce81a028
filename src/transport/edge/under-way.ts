/** What sockets began and nobody awaits: stopping waits for it, or it would ask a database that has gone. */
export interface UnderWay {
  /** Answers when that work has ended, well or not; what fails is told, not thrown. */
  begin(work: Promise<unknown>): Promise<void>;
  /** Nothing is under way any more, nor what that began. */
  ended(): Promise<void>;
}

export function trackWork(failed: (error: unknown) => void): UnderWay {
  const running = new Set<Promise<void>>();
  return {
    begin(work) {
      const ended = work.then(() => undefined, failed).finally(() => running.delete(ended));
      running.add(ended);
      return ended;
    },
    async ended() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
