/** Dials the server by socket; where none gets through, the same goes by HTTP (poll.ts) until one does. */
import { type Clock, oneWait } from "../../../kit/clock.ts";
import type { Dial, Wire } from "../../../kit/line.ts";

/** A socket that has said nothing for so long may be held up on its way: what comes meanwhile comes by HTTP. */
const PATIENCE = 2_500;
/** Networks change: now and then the socket is tried again. */
const TRY_AGAIN_AFTER = 5 * 60_000;

/** `fetchPoll`: what asks by HTTP; rejects where it cannot be had. */
export const dialAnyhow =
  (socket: Dial, fetchPoll: () => Promise<Dial>, clock: Clock): Dial =>
  ({ opened, said, ended }) => {
    const { wait, stop } = oneWait(clock);
    let isOver = false;
    let trial: Wire | null = null;
    let poller: Wire | null = null;
    /** Where what is said goes. */
    let way: Wire | null = null;

    const end = (): void => {
      if (!isOver) ended();
    };
    const fallBack = async (): Promise<void> => {
      wait(TRY_AGAIN_AFTER, attempt);
      way = poller;
      if (poller !== null) return;
      try {
        const poll = await fetchPoll();
        if (!isOver) way = poller = poll({ opened, said, ended: end });
      } catch {
        end();
      }
    };
    function attempt(): void {
      let isHeard = false;
      wait(PATIENCE, () => void fallBack());
      const mine = dialled(socket, {
        opened: () => {
          way = mine;
          opened();
        },
        said: (data) => {
          if (!isHeard) {
            stop();
            poller?.close();
          }
          isHeard = true;
          said(data);
        },
        ended: () => {
          if (isHeard) end();
          else if (!isOver) void fallBack();
        },
      });
      trial = mine;
    }
    attempt();
    return {
      send: (text) => way?.send(text),
      close: () => {
        isOver = true;
        stop();
        trial?.close();
        poller?.close();
      },
    };
  };

/** Null: it has ended before it began. What a page's policy forbids may throw. */
function dialled(dial: Dial, events: Parameters<Dial>[0]): Wire | null {
  try {
    return dial(events);
  } catch {
    events.ended();
    return null;
  }
}
