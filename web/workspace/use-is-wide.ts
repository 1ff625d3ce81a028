/** Whether the window has room for the side panel beside the messages. */
import { useSyncExternalStore } from "react";

/** Below it rail, list and panel would leave the messages less than a phone has. */
const WIDE = window.matchMedia("(width >= 1200px)");

/** Follows the window, its zoom included. */
export const useIsWide = (): boolean => useSyncExternalStore(subscribe, () => WIDE.matches);

function subscribe(listener: () => void): () => void {
  WIDE.addEventListener("change", listener);
  return () => WIDE.removeEventListener("change", listener);
}
