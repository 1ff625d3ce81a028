/** Says that the connection is lost, while it is being made again. */
import { type ReactNode, useEffect, useState } from "react";
import { useLinkState } from "../live/live-context.tsx";
import { useWords } from "../words-context.tsx";

/** A gap shorter than this is bridged without a word. */
const SHOWN_AFTER_MS = 1_500;

export function LinkBar(): ReactNode {
  const { t } = useWords();
  const state = useLinkState();
  const [isLong, setLong] = useState(false);
  const isLost = state === "lost" || state === "connecting";
  useEffect(() => {
    if (!isLost) return undefined;
    const timer = setTimeout(() => setLong(true), SHOWN_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isLost]);
  return (
    <div className="link-bar" role="status">
      {isLost && isLong ? <p>{t("reconnecting")}</p> : null}
    </div>
  );
}
