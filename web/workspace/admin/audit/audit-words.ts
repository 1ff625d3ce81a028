/** Events of the security log in sentences. */
import type { AuditEntry } from "../../../../contract/audit/security-log.ts";
import { shippedWords } from "../triggers/trigger-words.ts";
import { useWords, type WordKey } from "../../words-context.tsx";

const FIELDS: ReadonlyMap<string, WordKey> = new Map<string, WordKey>([
  ["name", "audit.field.name"],
  ["role", "audit.field.role"],
  ["email", "audit.field.address"],
  ["address", "audit.field.address"],
  ["chatAccess", "audit.field.chat-access"],
  ["active", "audit.field.active"],
  ["timeZone", "audit.field.time-zone"],
  ["defaultLocale", "audit.field.default-language"],
  ["locales", "audit.field.languages"],
  ["agentWorkspaceOn", "audit.field.workspace"],
  ["continuityOn", "audit.field.switch"],
  ["closeAfterDays", "audit.field.close-after"],
  ["messagingOn", "audit.field.messaging"],
  ["colour", "audit.field.colour"],
  ["greeting", "audit.field.greeting"],
  ["logo", "audit.field.logo"],
  ["look.greetings", "audit.field.greeting"],
  ["look.launcher.texts", "audit.field.launcher-text"],
  ["look.dark", "audit.field.dark"],
  ["look.faces", "audit.field.faces"],
  ["photo", "audit.field.photo"],
  ["publicName", "audit.field.public-name"],
  ["look.launcher.icon", "audit.field.icon"],
  ["look.launcher.side", "audit.field.side"],
  ["look.launcher.fromSide", "audit.field.from-side"],
  ["look.launcher.fromBottom", "audit.field.from-bottom"],
  ["look.launcher.isHidden", "audit.field.hidden"],
  ["privacyUrl", "audit.field.privacy"],
  ["allowedOrigins", "audit.field.origins"],
  ["subject", "audit.field.subject"],
  ["intro", "audit.field.intro"],
  ["goOn", "audit.field.button"],
  ["footer", "audit.field.footer"],
  ["description", "audit.field.description"],
  ["oncePerConversation", "audit.field.once"],
  ["actions", "audit.field.actions"],
  ["count", "audit.field.count"],
  ["because", "audit.field.because"],
  ["selector", "audit.field.selector"],
  ["algorithm", "audit.field.algorithm"],
  ["delays.inactiveAfter", "audit.field.inactive-after"],
  ["delays.goneAfter", "audit.field.gone-after"],
  ["delays.byMailAfter", "audit.field.by-mail-after"],
  ["delays.finishedWhileConnectedAfter", "audit.field.finished-after"],
  ["delays.settleFor", "audit.field.settle-for"],
  ["delays.settleAtMost", "audit.field.settle-at-most"],
  ["delays.reconnectWithin", "audit.field.reconnect-within"],
  ["delays.betweenMails", "audit.field.between-mails"],
  ["hours", "audit.field.hours"],
  ["holidays", "audit.field.holidays"],
  ["monday", "audit.field.monday"],
  ["tuesday", "audit.field.tuesday"],
  ["wednesday", "audit.field.wednesday"],
  ["thursday", "audit.field.thursday"],
  ["friday", "audit.field.friday"],
  ["saturday", "audit.field.saturday"],
  ["sunday", "audit.field.sunday"],
]);

interface AuditWords {
  readonly sentence: (event: AuditEntry) => string;
  /** A field that was changed: from what, to what. */
  readonly change: (field: string, from: string | null, to: string | null) => string;
}

export function useAuditWords(): AuditWords {
  const { t, times } = useWords();
  const valueOf = (field: string, value: string): string => {
    if (value === "true" || value === "false") return t(value === "true" ? "audit.yes" : "audit.no");
    if (field.startsWith("delays.")) return times.span(Number(value));
    if (field === "role" && (value === "admin" || value === "agent" || value === "light-agent")) {
      return t(`role.${value}`);
    }
    if (field === "hours" && (value === "always" || value === "account")) {
      return t(value === "always" ? "schedules.always" : "schedules.as-account");
    }
    return value;
  };
  return {
    sentence: ({ kind, actor, network, subject }) => {
      const who = actor ?? t(network === null ? "audit.house" : "audit.stranger");
      const shipped = subject === "request-email" || subject === "away-message" ? shippedWords({ key: subject }) : null;
      return t(`audit.said.${kind}`, { who, what: shipped === null ? (subject ?? "") : t(shipped.name) });
    },
    change: (field, from, to) => {
      const key = FIELDS.get(field);
      const name = key === undefined ? field : t(key);
      // Steps of a trigger are no words for people: its page shows them.
      if (field === "actions") return t("audit.other", { field: name });
      if (from === null) return t("audit.set", { field: name, to: to === null ? "–" : valueOf(field, to) });
      return t("audit.changed", {
        field: name,
        from: valueOf(field, from),
        to: to === null ? "–" : valueOf(field, to),
      });
    },
  };
}
