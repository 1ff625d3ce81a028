/** An agent's own account: where they are signed in. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useBadge } from "../attention/use-announcements.ts";
import { Icon } from "../controls/icons.tsx";
import { Page } from "../admin/page.tsx";
import { useMe } from "../me-context.tsx";
import { useCounts } from "../queue/use-list.ts";
import { LinkBar } from "../shell/link-bar.tsx";
import { Mark } from "../sign-in/gate.tsx";
import { useWords } from "../words-context.tsx";
import { PasswordCard } from "./password-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";

export function OwnAccount(): ReactNode {
  const { t } = useWords();
  const me = useMe();
  useBadge(useCounts()?.queue ?? 0, t("own-account"));
  return (
    <div className="admin">
      <a className="skip" href="#page">
        {t("admin.skip")}
      </a>
      <LinkBar />
      <header className="admin-rail" tabIndex={-1}>
        <p className="rail-brand">
          <Mark />
          <span>{t("own-account")}</span>
        </p>
        <Link href="/" className="rail-link admin-back">
          <Icon name="back" />
          <span>{t("workspace")}</span>
        </Link>
        <p className="admin-who">{me.account.name}</p>
      </header>
      <main id="page" className="admin-stage" tabIndex={-1}>
        <Page trail={["own-account"]} title={me.name} lead={me.email}>
          <PasswordCard />
          <SessionsCard />
        </Page>
      </main>
    </div>
  );
}
