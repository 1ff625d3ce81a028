/** What concerns the whole screen: the connection is lost and being made again; the agent workspace is off. */
import { type ReactNode, useEffect, useState } from "react";
import { mayAdminister } from "../../../contract/people/roles.ts";
import { Link } from "wouter";
import { useLinkState } from "../live/live-context.tsx";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";

/** A gap shorter than this is bridged without a word. */
const SHOWN_AFTER_MS = 1_500;

export function LinkBar(): ReactNode {
  const { t } = useWords();
  const me = useMe();
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
      {me.account.agentWorkspaceOn ? null : (
        <p>
          {t("workspace-is-off")}{" "}
          {mayAdminister(me) ? <Link href="/admin/account">{t("needs.agent-workspace.where")}</Link> : null}
        </p>
      )}
    </div>
  );
}
