import { useEffect, useState } from "react";

/** A preview follows the typing after this. */
const SETTLED_MS = 400;

/** The value once it has stayed the same for a moment. `mark`: tells one from the other. */
export function useSettled<T>(mark: string, value: T): T {
  const [settled, setSettled] = useState({ mark, value });
  useEffect(() => {
    if (mark === settled.mark) return undefined;
    const timer = setTimeout(() => setSettled({ mark, value }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [mark, value, settled.mark]);
  return settled.value;
}
