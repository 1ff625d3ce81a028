/** Connections between two mails: kept for a moment, and for so many mails. */
import type { SmtpSession } from "./session.ts";

/** Several servers close a connection that has carried about a hundred mails (Exchange Online: 30 to 100). */
const MAX_MAILS_PER_CONNECTION = 50;

/** Shorter than the idle time after which servers commonly close (Postfix: 300 s; smtp-server: 60 s). */
const IDLE_FOR = 10_000;

interface Idle {
  /** Null: none that lives. */
  take(): SmtpSession | null;
  giveBack(session: SmtpSession, isReusable: boolean): void;
  /** Keeps none any more. */
  end(): void;
}

export function keepIdle(): Idle {
  const idle: SmtpSession[] = [];
  let isOver = false;
  return {
    take() {
      for (let session = idle.pop(); session !== undefined; session = idle.pop()) {
        if (session.wake()) return session;
      }
      return null;
    },
    giveBack(session, isReusable) {
      if (!isReusable || isOver || session.mails >= MAX_MAILS_PER_CONNECTION) {
        session.quit();
        return;
      }
      session.sleep(IDLE_FOR);
      idle.push(session);
    },
    end() {
      isOver = true;
      for (const session of idle.splice(0)) session.quit();
    },
  };
}
