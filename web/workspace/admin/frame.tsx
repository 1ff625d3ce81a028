import type { ReactNode } from "react";
import { Link } from "wouter";
import { useBadge } from "../attention/use-announcements.ts";
import { Icon } from "../controls/icons.tsx";
import { useMe } from "../me-context.tsx";
import { useCounts } from "../queue/use-list.ts";
import { LinkBar } from "../shell/link-bar.tsx";
import { Mark } from "../sign-in/gate.tsx";
import { useWords } from "../words-context.tsx";

interface Props {
  readonly title: string;
  /** Leads to its pages; not given: it has but one. */
  readonly nav?: ReactNode;
  readonly children: ReactNode;
}

/** Around what is not the workspace itself, the admin center and one's own account: a rail with the way back, and the page. */
export function Frame({ title, nav, children }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  useBadge(useCounts()?.queue ?? 0, title);
  return (
    <div className="admin">
      <a className="skip" href="#page">
        {t("admin.skip")}
      </a>
      <LinkBar />
      <header className="admin-rail" tabIndex={-1}>
        <p className="rail-brand">
          <Mark />
          <span>{title}</span>
        </p>
        <Link href="/" className="rail-link admin-back">
          <Icon name="back" />
          <span>{t("workspace")}</span>
        </Link>
        {nav}
        <p className="admin-who">{me.account.name}</p>
      </header>
      <main id="page" className="admin-stage" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
