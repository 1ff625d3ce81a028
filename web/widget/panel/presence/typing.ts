/** Who is seen writing in the conversation shown: for as long as one sign of it stands. */
import { type Clock, oneWait } from "../../../kit/clock.ts";
import { TYPING_HOLDS_FOR } from "../../../kit/typing.ts";
import type { Store } from "../state.ts";

export interface SeenTyping {
  /** `name`: "" for someone without one. */
  readonly show: (name: string) => void;
  /** What was being written is here, or nobody can be seen writing any more. */
  readonly hide: () => void;
}

export function seenTyping(store: Store, clock: Clock): SeenTyping {
  const { wait, stop } = oneWait(clock);
  const hide = (): void => {
    stop();
    if (store.get().typing !== null) store.set({ typing: null });
  };
  return {
    show: (name) => {
      store.set({ typing: name });
      wait(TYPING_HOLDS_FOR, hide);
    },
    hide,
  };
}
