/** The admin center's navigation, in the order and under the names of the documentation that people know it by. */
import type { IconName } from "../controls/icons.tsx";
import type { WordKey } from "../words-context.tsx";

export interface NavItem {
  readonly title: WordKey;
  /** The level between the section and the page. */
  readonly under?: WordKey;
  readonly path: string;
  readonly icon: IconName;
}

interface NavSection {
  readonly title: WordKey;
  readonly items: readonly NavItem[];
}

export const SECTIONS: readonly NavSection[] = [
  {
    title: "nav.people",
    items: [
      { title: "nav.team-members", path: "/admin/people/team-members", icon: "people" },
      { title: "nav.blocked", path: "/admin/people/blocked", icon: "barred" },
    ],
  },
  {
    title: "nav.channels",
    items: [
      { title: "nav.messaging", path: "/admin/channels/messaging", icon: "chat" },
      { title: "nav.email", path: "/admin/channels/email", icon: "mail" },
    ],
  },
  {
    title: "nav.objects-and-rules",
    items: [
      { title: "nav.settings", under: "nav.tickets", path: "/admin/tickets/settings", icon: "gear" },
      { title: "nav.messaging-triggers", path: "/admin/triggers", icon: "bolt" },
      { title: "nav.schedules", path: "/admin/schedules", icon: "clock" },
    ],
  },
  {
    title: "nav.account",
    items: [
      { title: "nav.general", path: "/admin/account", icon: "building" },
      { title: "nav.security-log", path: "/admin/security-log", icon: "shield" },
    ],
  },
  {
    title: "nav.health",
    items: [{ title: "nav.health-page", path: "/admin/health", icon: "pulse" }],
  },
];
