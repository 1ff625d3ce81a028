/** The admin center: its navigation and its pages. */
import type { ReactNode } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { Icon } from "../controls/icons.tsx";
import { useWords } from "../words-context.tsx";
import { SecurityLogPage } from "./audit/security-log-page.tsx";
import { AccountPage } from "./settings/account-page.tsx";
import { BlockedPage } from "./people/blocked-page.tsx";
import { EmailPage } from "./mail-settings/email-page.tsx";
import { HealthPage } from "./health/health-page.tsx";
import { MessagingPage } from "./settings/messaging-page.tsx";
import { Frame } from "./frame.tsx";
import { type NavItem, SECTIONS } from "./navigation.ts";
import { SchedulePage } from "./schedules/schedule-page.tsx";
import { SchedulesPage } from "./schedules/schedules-page.tsx";
import { TeamPage } from "./people/team-page.tsx";
import { TicketSettingsPage } from "./settings/ticket-settings-page.tsx";
import { TriggerPage } from "./triggers/trigger-page.tsx";
import { TriggersPage } from "./triggers/triggers-page.tsx";

export function AdminCenter(): ReactNode {
  const { t } = useWords();
  return (
    <Frame title={t("admin-center")} nav={<AdminNav />}>
      <Switch>
        <Route path="/admin/people/team-members" component={TeamPage} />
        <Route path="/admin/people/blocked" component={BlockedPage} />
        <Route path="/admin/channels/messaging" component={MessagingPage} />
        <Route path="/admin/channels/email" component={EmailPage} />
        <Route path="/admin/tickets/settings" component={TicketSettingsPage} />
        <Route path="/admin/triggers" component={TriggersPage} />
        <Route path="/admin/triggers/:id">{({ id }) => <TriggerPage key={id} id={id} />}</Route>
        <Route path="/admin/schedules" component={SchedulesPage} />
        <Route path="/admin/schedules/:id">{({ id }) => <SchedulePage key={id} id={id} />}</Route>
        <Route path="/admin/account" component={AccountPage} />
        <Route path="/admin/security-log" component={SecurityLogPage} />
        <Route path="/admin/health" component={HealthPage} />
        <Route>
          <Redirect to="/admin/tickets/settings" replace />
        </Route>
      </Switch>
    </Frame>
  );
}

function AdminNav(): ReactNode {
  const { t } = useWords();
  return (
    <nav className="admin-nav" aria-label={t("admin-center")}>
      {SECTIONS.map((section) => (
        <div key={section.title} className="admin-group">
          <p className="admin-group-title">{t(section.title)}</p>
          {section.items.map((item) => (
            <AdminLink key={item.path} item={item} />
          ))}
        </div>
      ))}
    </nav>
  );
}

function AdminLink({ item }: { readonly item: NavItem }): ReactNode {
  const { t } = useWords();
  const [path] = useLocation();
  const isCurrent = path === item.path || path.startsWith(`${item.path}/`);
  return (
    <Link href={item.path} className="rail-link" aria-current={isCurrent ? "page" : undefined}>
      <Icon name={item.icon} />
      <span>
        {item.under === undefined ? null : <span className="admin-under">{t(item.under)} › </span>}
        {t(item.title)}
      </span>
    </Link>
  );
}
