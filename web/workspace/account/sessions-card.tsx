/** Where an agent is signed in, and signing out there. */
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type AgentSession, agentSessionsApi } from "../../../contract/sessions/agent-sessions.ts";
import { Card, WhenLoaded } from "../admin/page.tsx";
import { useAdmin } from "../admin/use-settings.ts";
import { call } from "../api.ts";
import { useNow } from "../clock.ts";
import { useNotices } from "../controls/notices.tsx";
import { keys } from "../live/keys.ts";
import { useSigningOut } from "../shell/sign-out.tsx";
import { useWords } from "../words-context.tsx";

export function SessionsCard(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.sessions, () => call(agentSessionsApi.list));
  const end = useEnd();
  return (
    <Card title={t("sessions.title")} lead={t("sessions.lead")}>
      <WhenLoaded of={loaded}>
        {({ sessions }) => (
          <>
            <ul className="rows">
              {sessions.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  onEnd={() => end(() => call(agentSessionsApi.end, { params: { id: session.id } }))}
                />
              ))}
            </ul>
            {sessions.length < 2 ? null : (
              <div className="row">
                <button
                  type="button"
                  className="button danger"
                  onClick={() => end(() => call(agentSessionsApi.endOthers))}
                >
                  {t("sessions.end-others")}
                </button>
              </div>
            )}
          </>
        )}
      </WhenLoaded>
    </Card>
  );
}

/** Times are told to the minute. */
const MINUTE_MS = 60_000;

interface RowProps {
  readonly session: AgentSession;
  readonly onEnd: () => void;
}

function SessionRow({ session, onEnd }: RowProps): ReactNode {
  const { t, times } = useWords();
  const now = useNow(MINUTE_MS);
  const signingOut = useSigningOut();
  const { browser, system, network } = session;
  const parts = [browser, system].filter((part) => part !== null);
  const device = parts.length === 0 ? t("sessions.unknown") : parts.join(" · ");
  const used = t("sessions.used", { at: times.moment(session.lastUsedAt, now) });
  return (
    <li className="member">
      <span className="row-words">
        <strong>{device}</strong>
        <span className="quiet-text">
          {network === null ? used : `${network} · ${used}`}
          <br />
          {t("sessions.opened", { at: times.moment(session.openedAt, now) })}
        </span>
      </span>
      <span className="tags">{session.isThis ? <span className="tag good">{t("sessions.this")}</span> : null}</span>
      <button
        type="button"
        className="button"
        aria-label={t("sessions.end.of", { device })}
        onClick={session.isThis ? signingOut.ask : onEnd}
      >
        {t("sign-out")}
      </button>
      {signingOut.dialog}
    </li>
  );
}

/** Ends sessions, says so or why not, and asks anew. */
function useEnd(): (work: () => Promise<null>) => void {
  const cache = useQueryClient();
  const { t } = useWords();
  const { say, sayRefusal } = useNotices();
  return (work) => {
    work()
      .then(() => say(t("sessions.ended")), sayRefusal)
      .finally(() => void cache.invalidateQueries({ queryKey: keys.sessions }));
  };
}
