/** The frame of a page of the admin center: where one is, the title, what it is about; and the bar that saves it. */
import type { ReactNode } from "react";
import { Trouble } from "../controls/trouble.tsx";
import { useWords, type WordKey } from "../words-context.tsx";
import type { Loaded } from "./use-settings.ts";

interface Props {
  readonly trail: readonly WordKey[];
  readonly title: string;
  readonly lead?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ trail, title, lead, aside, children }: Props): ReactNode {
  const { t } = useWords();
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <p className="trail">{trail.map((key) => t(key)).join(" › ")}</p>
          <h1>{title}</h1>
          {lead === undefined ? null : <p className="page-lead">{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </div>
  );
}

interface WhenProps<T> {
  readonly of: Loaded<T>;
  readonly children: (data: T) => ReactNode;
}

/** The content once it is loaded; before that a sign of waiting, or why it could not be. */
export function WhenLoaded<T>({ of, children }: WhenProps<T>): ReactNode {
  if (of.data !== undefined) return children(of.data);
  return of.error === null ? <div className="loading" /> : <Trouble error={of.error} onRetry={of.reload} />;
}

interface CardProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

export function Card({ title, lead, children }: CardProps): ReactNode {
  return (
    <section className="card">
      <h2>{title}</h2>
      {lead === undefined ? null : <p className="card-lead">{lead}</p>}
      {children}
    </section>
  );
}

interface SaveBarProps {
  readonly isChanged: boolean;
  /** Something in the form must be mended first. */
  readonly isBarred?: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

export function SaveBar({ isChanged, isBarred = false, onSave, onDiscard }: SaveBarProps): ReactNode {
  const { t } = useWords();
  return (
    <div className={isChanged ? "save-bar changed" : "save-bar"}>
      <p aria-live="polite">{isChanged ? t("admin.unsaved") : ""}</p>
      <button type="button" className="button" disabled={!isChanged} onClick={onDiscard}>
        {t("admin.discard")}
      </button>
      <button type="button" className="button primary" disabled={!isChanged || isBarred} onClick={onSave}>
        {t("save")}
      </button>
    </div>
  );
}

interface WarningProps {
  readonly tone: "warn" | "bad" | "info";
  readonly title: string;
  readonly children?: ReactNode;
}

export function Callout({ tone, title, children }: WarningProps): ReactNode {
  return (
    <div className={`callout ${tone}`} role="note">
      <p className="callout-title">{title}</p>
      {children}
    </div>
  );
}
