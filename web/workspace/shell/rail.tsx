/** The leftmost column: the views with their counts, and at its foot the agent's own things. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ConversationList, ViewName } from "../../../contract/conversation/agent-shapes.ts";
import { mayAdminister } from "../../../contract/people/roles.ts";
import { Icon, type IconName } from "../controls/icons.tsx";
import { useMe } from "../me-context.tsx";
import { viewPath } from "../queue/view-of-url.ts";
import { Mark } from "../sign-in/gate.tsx";
import { useWords } from "../words-context.tsx";
import { AgentMenu } from "./agent-menu.tsx";
import { BellMenu } from "./bell-menu.tsx";

interface Props {
  /** Null: triage is open. */
  readonly view: ViewName | null;
  readonly counts: ConversationList["counts"] | null;
  readonly onHelp: () => void;
}

const VIEWS: readonly { readonly name: ViewName; readonly icon: IconName }[] = [
  { name: "queue", icon: "inbox" },
  { name: "mine", icon: "person" },
  { name: "unassigned", icon: "tray" },
  { name: "all", icon: "stack" },
  { name: "solved", icon: "check-circle" },
];

export function Rail({ view, counts, onHelp }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  return (
    <header className="rail" tabIndex={-1}>
      <p className="rail-brand">
        <Mark />
        <span>{me.account.name}</span>
      </p>
      <nav className="rail-views" aria-label={t("views")}>
        {VIEWS.map(({ name, icon }) => (
          <ViewLink key={name} name={name} icon={icon} isCurrent={name === view} count={countOf(name, counts)} />
        ))}
        <TriageLink isCurrent={view === null} count={counts?.triage ?? 0} />
      </nav>
      <div className="rail-foot">
        {mayAdminister(me) ? (
          <Link href="/admin/tickets/settings" className="rail-link">
            <Icon name="gear" />
            <span>{t("admin-center")}</span>
          </Link>
        ) : null}
        <button type="button" className="rail-link rail-help" onClick={onHelp}>
          <Icon name="help" />
          <span>{t("shortcuts")}</span>
        </button>
        <BellMenu />
        <AgentMenu />
      </div>
    </header>
  );
}

interface ViewLinkProps {
  readonly name: ViewName;
  readonly icon: IconName;
  readonly isCurrent: boolean;
  readonly count: number;
}

function ViewLink({ name, icon, isCurrent, count }: ViewLinkProps): ReactNode {
  const { t } = useWords();
  return (
    <Link href={viewPath(name)} className="rail-link" aria-current={isCurrent ? "page" : undefined}>
      <Icon name={icon} />
      <span>{t(`view.${name}`)}</span>
      {count === 0 ? null : (
        <span className={name === "queue" ? "count alert" : "count"}>
          <span aria-hidden="true">{count}</span>
          <span className="unseen">{t("view.count", { count })}</span>
        </span>
      )}
    </Link>
  );
}

function TriageLink({ isCurrent, count }: Pick<ViewLinkProps, "isCurrent" | "count">): ReactNode {
  const { t } = useWords();
  return (
    <Link href="/triage" className="rail-link" aria-current={isCurrent ? "page" : undefined}>
      <Icon name="mail" />
      <span>{t("triage")}</span>
      {count === 0 ? null : (
        <span className="count">
          <span aria-hidden="true">{count}</span>
          <span className="unseen">{t("triage.count", { count })}</span>
        </span>
      )}
    </Link>
  );
}

function countOf(view: ViewName, counts: Props["counts"]): number {
  if (counts === null || view === "all" || view === "solved") return 0;
  return counts[view];
}
