/** Asks who is there, as long as somebody looks and nobody has answered. */
import type { Api } from "../api.ts";
import { type Clock, oneWait } from "../../../kit/clock.ts";
import { currentThread, type Store } from "../state.ts";

/** Who is there changes by the minute; a page that stays open all day must not ask more. */
const ASK_EVERY = 60_000;

interface AvailabilityParts {
  readonly brandId: string;
  readonly api: Pick<Api, "availability">;
  readonly store: Store;
  readonly clock: Clock;
}

/** Told whether the panel is open: then it asks at once, and again by itself. */
export function watchAvailability({ brandId, api, store, clock }: AvailabilityParts): (isOpen: boolean) => void {
  const { wait, stop } = oneWait(clock);

  const ask = async (): Promise<void> => {
    wait(ASK_EVERY, () => void ask());
    if (currentThread(store.get())?.messages.some(({ author }) => author.kind === "agent"))
      return store.set({ availability: null });
    const answer = await api.availability(brandId);
    // Nothing is said rather than what may be no longer true.
    store.set({ availability: answer.kind === "done" ? answer.value : null });
  };
  return (isOpen) => {
    stop();
    if (isOpen) void ask();
  };
}
