/** Watches the person at this page, and tells `attention.ts` and `seen.ts` what the browser really knows. */
import { type Attention, watchAttention } from "./attention.ts";
import type { Clock } from "../../../kit/clock.ts";
import { isInView, overlap, type Seen, type Span, watchSeen } from "./seen.ts";

/**
 * What only a person does. Scrolling counts by its wheel, touch, key or pointer: a `scroll` event also comes from a
 * page that scrolls itself.
 */
const INPUTS = ["pointerdown", "pointermove", "keydown", "touchstart", "touchmove", "wheel"];

/** What this page knows of the person. */
export interface Presence {
  readonly panelOpen: (isOpen: boolean) => void;
  /** Looks again at what is in view; after each rendering, scroll and change of size. */
  readonly measure: () => void;
  readonly restart: () => void;
  /** The line is back. */
  readonly renew: () => void;
  readonly isAttentive: () => boolean;
  /** The newest message by others that is in view, by seq; 0: none. */
  readonly shownUpTo: () => number;
}

/** `panel` holds an element of class `view`, and in it the messages by others, each with `data-theirs` = its seq. */
export function watchPresence(
  panel: () => HTMLElement | null,
  clock: Clock,
  tell: { readonly attention: () => void; readonly seen: (upTo: number) => void },
): Presence {
  const attention: Attention = watchAttention(clock, tell.attention);
  const seen: Seen = watchSeen(clock, tell.seen);
  let isOpen = false;

  const look = (): void => {
    const tabFocused = document.visibilityState === "visible" && document.hasFocus();
    attention.update({ panelOpen: isOpen, tabFocused });
    seen.watching(isOpen && tabFocused);
  };
  const input = (event: Event): void => {
    // What a script makes up is no person.
    if (!event.isTrusted) return;
    attention.update({ lastInputAt: clock.now() });
    seen.input();
  };
  for (const name of INPUTS) addEventListener(name, input, { capture: true, passive: true });
  for (const name of ["focus", "blur", "pageshow", "pagehide"]) addEventListener(name, look);
  document.addEventListener("visibilitychange", look);

  const shown = (): number[] => (isOpen ? messagesInView(panel()) : []);
  return {
    panelOpen: (open) => {
      isOpen = open;
      look();
    },
    measure: () => seen.inView(shown()),
    restart: seen.restart,
    renew: attention.renew,
    isAttentive: attention.now,
    shownUpTo: () => Math.max(0, ...shown()),
  };
}

function messagesInView(panel: HTMLElement | null): number[] {
  const list = panel?.querySelector(".view");
  if (!panel || !list) return [];
  const screen: Span = visualViewport
    ? { top: visualViewport.offsetTop, bottom: visualViewport.offsetTop + visualViewport.height }
    : { top: 0, bottom: innerHeight };
  const whole = overlap(panel.getBoundingClientRect(), screen);
  const view = overlap(list.getBoundingClientRect(), screen);
  return [...list.querySelectorAll<HTMLElement>("[data-theirs]")]
    .filter((message) => isInView(message.getBoundingClientRect(), view, whole))
    .map((message) => Number(message.dataset["theirs"]));
}
