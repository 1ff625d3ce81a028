/** What the works of one transaction have to ask within one turn of the event loop waits for its end, in their order. */
import process from "node:process";

/** One work's share in the turn of its connection. */
export interface Turn {
  /** Names the connection. */
  readonly line: object;
  /** Whether what is asked now may go with what waits at that place: it waits still, and behind all that this work asked before. */
  mayJoin(place: number): boolean;
  join(place: number): void;
  /** Waits for the end of the turn, or for what leaves at once. Answers its place. */
  begin(go: () => void): number;
}

/** Of one transaction. */
export interface Line {
  /** All that waits leaves now. */
  leave(): void;
  openTurn(): Turn;
}

export function openLine(): Line {
  let waiting: (() => void)[] = [];
  let given = 0;
  let left = 0;
  const leave = (): void => {
    left = given;
    const going = waiting;
    waiting = [];
    for (const go of going) go();
  };
  const line = {};
  return {
    leave,
    openTurn() {
      let last = 0;
      return {
        line,
        mayJoin: (place) => place > left && place >= last,
        join(place) {
          last = place;
        },
        begin(go) {
          if (waiting.length === 0) process.nextTick(leave);
          waiting.push(go);
          given += 1;
          last = given;
          return given;
        },
      };
    },
  };
}
