/** The server's clock, which rules: instants on screen are compared with it, not with this computer's. */
import { useEffect, useState } from "react";

let offset = 0;

/** Called with each `welcome`. */
export const setServerNow = (now: number): void => {
  offset = now - Date.now();
};

export const serverNow = (): number => Date.now() + offset;

/** The present instant, moving on every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
