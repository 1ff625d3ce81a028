/** Tells the agent what happens while they look elsewhere: sound, browser notification, title and favicon. */
import { useCallback, useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { ConversationSummary } from "../../../contract/conversation/agent-shapes.ts";
import { isSettingOn } from "../browser-setting.ts";
import { serverNow } from "../clock.ts";
import calm from "../icons/calm.svg?no-inline";
import { filesInWords } from "../files/file-names.ts";
import waiting from "../icons/waiting.svg?no-inline";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";
import { chime } from "../../ui/chime.ts";
import { loadList } from "../queue/load-list.ts";
import { wasTakenHere } from "./taken-here.ts";
import { type Known, knownOf, newsIn } from "./news.ts";

/** Of the chime, 0 to 1: an agent works with other things that sound. */
export const LOUDNESS = 0.12;

/** Give it the changed summaries of every frame. */
export function useAnnouncements(): (summaries: readonly ConversationSummary[]) => void {
  const me = useMe();
  const { t } = useWords();
  const [, navigate] = useLocation();
  const known = useRef(new Map<string, Known>());
  const since = useRef(serverNow());
  useEffect(() => {
    // What I hold already was not handed to me just now. Where this is not heard, the first word of it rings once.
    void loadList({ view: "mine", search: "", before: null }).then(
      ({ conversations }) => {
        for (const line of conversations)
          if (!known.current.has(line.id)) known.current.set(line.id, knownOf(line, me.id));
      },
      () => undefined,
    );
  }, [me.id]);

  return useCallback(
    (summaries) => {
      const news = newsIn(summaries, known.current, {
        myId: me.id,
        since: since.current,
        tookHere: wasTakenHere,
      });
      for (const summary of summaries) known.current.set(summary.id, knownOf(summary, me.id));
      if (news.length === 0) return;
      const isWatching = document.visibilityState === "visible" && document.hasFocus();
      // Who looks at the page hears of the queue and of what is handed over only: what they read makes no noise.
      if (isSettingOn("sound", true) && (!isWatching || news.some((item) => item.kind !== "written"))) chime(LOUDNESS);
      if (isWatching || !mayNotify()) return;
      for (const item of news) {
        const { endUser, label, lastMessage } = item.summary;
        notify(
          {
            id: item.summary.id,
            title: t(`notify.${item.kind}`, { who: endUser.name ?? label }),
            body: lastMessage.text === "" ? filesInWords(lastMessage.attachments, t) : lastMessage.text.slice(0, 140),
          },
          navigate,
        );
      }
    },
    [me.id, t, navigate],
  );
}

/** *(3) Ariane* and the dot on the icon while somebody waits. */
export function useBadge(queued: number, title: string): void {
  useEffect(() => {
    document.title = queued === 0 ? `${title} · Ariane` : `(${queued}) ${title} · Ariane`;
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (icon !== null) icon.href = queued === 0 ? calm : waiting;
  }, [queued, title]);
}

const mayNotify = (): boolean =>
  "Notification" in window && Notification.permission === "granted" && isSettingOn("notifications", true);

interface Notice {
  /** Of the conversation. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

function notify({ id, title, body }: Notice, navigate: (to: string) => void): void {
  const notification = new Notification(title, { body, tag: id, silent: true });
  notification.addEventListener("click", () => {
    window.focus();
    navigate(`/c/${id}`);
    notification.close();
  });
}
