/** Whether anybody touches this page. */

/** Long enough to read a long conversation, short enough that lunch is noticed. */
const IDLE_AFTER_MS = 10 * 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

type Watched = Pick<EventTarget, "addEventListener" | "removeEventListener">;

/** Tells when nobody has touched the page for long, and when somebody does again. Answers how to stop. */
export function watchIdle(page: Watched, tell: (isIdle: boolean) => void): () => void {
  let isIdle = false;
  const fallIdle = (): void => {
    isIdle = true;
    tell(true);
  };
  let timer = setTimeout(fallIdle, IDLE_AFTER_MS);
  const touched = (): void => {
    clearTimeout(timer);
    timer = setTimeout(fallIdle, IDLE_AFTER_MS);
    if (!isIdle) return;
    isIdle = false;
    tell(false);
  };
  for (const sign of SIGNS) page.addEventListener(sign, touched, { capture: true, passive: true });
  return () => {
    clearTimeout(timer);
    for (const sign of SIGNS) page.removeEventListener(sign, touched, { capture: true });
  };
}
