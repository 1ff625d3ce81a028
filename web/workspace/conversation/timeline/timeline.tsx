/** The messages, with days and the line where the new begins; follows the newest while the agent is at the end. */
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useNow } from "../../clock.ts";
import { Icon } from "../../controls/icons.tsx";
import { useTyping } from "../../live/live-context.tsx";
import type { Held } from "../../live/merge-changes.ts";
import { usePhotos } from "../../controls/face.tsx";
import { useMe } from "../../me-context.tsx";
import { useWords } from "../../words-context.tsx";
import { MessageRun } from "./message-run.tsx";
import { usePending } from "../composer/outbox-context.tsx";
import { PendingMessage } from "./pending-message.tsx";
import { type Entry, entriesOf } from "./timeline-entries.ts";
import { useReadLine } from "./use-read-line.ts";

interface Props {
  readonly held: Held;
  readonly who: string;
  /** *Correct*: begin a new reply with these words. */
  readonly onCorrect: (text: string) => void;
}

export function Timeline({ held, who, onCorrect }: Props): ReactNode {
  const { t, times } = useWords();
  const me = useMe();
  const photoOf = usePhotos();
  const box = useRef<HTMLDivElement>(null);
  const { id } = held.conversation;
  const pending = usePending(id);
  const typing = useTyping(id);
  const length = held.messages.length + pending.length + (typing === null ? 0 : 1);
  const { isAtEnd, onScroll, toEnd } = useFollow(box, length, pending.length);
  const line = useReadLine(held, isAtEnd);
  const entries = useMemo(
    () => entriesOf(held.messages, { readUpTo: line, myId: me.id, sameDay: times.sameDay }),
    [held.messages, line, me.id, times],
  );
  const arrived = useMemo(() => new Set(held.messages.map((message) => message.clientId)), [held.messages]);

  return (
    <div className="timeline-frame">
      <div
        ref={box}
        className="timeline"
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label={t("messages")}
        tabIndex={0}
        onScroll={onScroll}
      >
        <div>
          {entries.map((entry) => (
            <EntryView key={entry.key} entry={entry} held={held} who={who} photoOf={photoOf} onCorrect={onCorrect} />
          ))}
          {pending
            .filter(({ letter }) => !arrived.has(letter.clientId))
            .map((item) => (
              <PendingMessage key={item.letter.clientId} item={item} onEdit={onCorrect} />
            ))}
          {typing === null ? null : (
            <p className="typing">
              <span className="typing-dots" aria-hidden="true" />
              {t("typing", { who: typing.kind === "agent" ? (typing.name ?? t("a-colleague")) : who })}
            </p>
          )}
        </div>
      </div>
      {isAtEnd ? null : (
        <button type="button" className="button to-end" onClick={toEnd}>
          <Icon name="down" /> {t("to-end")}
        </button>
      )}
    </div>
  );
}

interface EntryProps extends Props {
  readonly photoOf: (agentId: string | null) => string | null;
  readonly entry: Entry;
}

function EntryView({ entry, held, who, photoOf, onCorrect }: EntryProps): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  switch (entry.kind) {
    case "day":
      return (
        <h2 className="day">
          <span>{times.day(entry.at, now)}</span>
        </h2>
      );
    case "new":
      return (
        <p className="new-line">
          <span>{t("new")}</span>
        </p>
      );
    case "run":
      return <MessageRun run={entry} held={held} who={who} photoOf={photoOf} onCorrect={onCorrect} />;
    default:
      return entry satisfies never;
  }
}

/** So near to the end still counts as being there. */
const END_WITHIN_PX = 60;

interface Follow {
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

/**
 * Opens at the line of the new, or at the end; whoever is at the end stays there when something comes, and whoever writes
 * goes there. `own`: what was written here and is on its way.
 */
function useFollow(box: RefObject<HTMLDivElement | null>, length: number, own: number): Follow {
  const ownBefore = useRef(own);
  const [isAtEnd, setAtEnd] = useState(true);
  const wasAtEnd = useRef(true);
  const isFirst = useRef(true);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    wasAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < END_WITHIN_PX;
    setAtEnd(wasAtEnd.current);
  }, [box]);
  const toEnd = useCallback(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [box]);

  useLayoutEffect(() => {
    const line = isFirst.current ? box.current?.querySelector(".new-line") : null;
    if (line !== null && line !== undefined) line.scrollIntoView({ block: "start" });
    else if (wasAtEnd.current || own > ownBefore.current) toEnd();
    ownBefore.current = own;
    isFirst.current = false;
    onScroll();
  }, [box, length, own, onScroll, toEnd]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // The composer grows, the phone's keyboard comes, a fate takes a second line: who was at the end stays there.
    const watcher = new ResizeObserver(() => {
      if (wasAtEnd.current) toEnd();
    });
    watcher.observe(element);
    if (element.firstElementChild !== null) watcher.observe(element.firstElementChild);
    return () => watcher.disconnect();
  }, [box, toEnd]);
  return { isAtEnd, onScroll, toEnd };
}
