/** Short messages at the edge of the screen: what was refused, what was done. Read out by screen readers. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { refusalWords } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";
import { Icon } from "./icons.tsx";
import { IconButton } from "./icon-button.tsx";

interface Notice {
  readonly id: number;
  readonly tone: "good" | "bad";
  readonly text: string;
}

interface Notices {
  readonly say: (text: string) => void;
  /** Says why something was refused, in words. */
  readonly sayRefusal: (error: unknown) => void;
}

const SHOWN_FOR_MS = 7_000;

const NoticesContext = createContext<Notices>({ say: () => undefined, sayRefusal: () => undefined });

export const useNotices = (): Notices => useContext(NoticesContext);

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useWords();
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const lastId = useRef(0);

  const remove = useCallback((id: number) => setNotices((all) => all.filter((notice) => notice.id !== id)), []);
  const show = useCallback(
    (tone: Notice["tone"], text: string) => {
      lastId.current += 1;
      const id = lastId.current;
      setNotices((all) => [...all.filter((notice) => notice.text !== text), { id, tone, text }]);
      setTimeout(() => remove(id), SHOWN_FOR_MS);
    },
    [remove],
  );
  const value = useMemo(
    () => ({
      say: (text: string) => show("good", text),
      sayRefusal: (error: unknown) => {
        const { key, args } = refusalWords(error);
        show("bad", t(key, args));
      },
    }),
    [show, t],
  );

  return (
    <NoticesContext value={value}>
      {children}
      <div className="notices" role="status" aria-live="polite">
        {notices.map((notice) => (
          <p key={notice.id} className={`notice ${notice.tone}`}>
            <Icon name={notice.tone === "good" ? "check-circle" : "warning"} />
            <span>{notice.text}</span>
            <IconButton icon="close" label={t("close")} onClick={() => remove(notice.id)} />
          </p>
        ))}
      </div>
    </NoticesContext>
  );
}
