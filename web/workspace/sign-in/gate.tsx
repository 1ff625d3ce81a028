/** The frame of the pages before the workspace: the mark, a card, the language. */
import type { ReactNode } from "react";
import { LANGUAGES, useWords } from "../words-context.tsx";

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly onLocale: (locale: string) => void;
  readonly children: ReactNode;
}

export function Gate({ title, lead, onLocale, children }: Props): ReactNode {
  const { t, locale } = useWords();
  return (
    <div className="gate">
      <main className="gate-card">
        <Mark />
        <h1>{title}</h1>
        <p className="gate-lead">{lead}</p>
        {children}
      </main>
      <nav className="gate-languages" aria-label={t("language")}>
        {LANGUAGES.map(({ tag, name }) => (
          <button
            key={tag}
            type="button"
            lang={tag}
            className="button link"
            aria-pressed={locale === tag}
            onClick={() => onLocale(tag)}
          >
            {name}
          </button>
        ))}
      </nav>
    </div>
  );
}

/** The thread: a line that is not cut. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" />
      <path d="M7 22c4-13 7-13 9-5s5 6 9-7" />
    </svg>
  );
}
