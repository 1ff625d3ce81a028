/** *Switch messaging conversations to email*: what it needs, what turning it on and off does, and the other automatic message. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { PrerequisiteName, SaveTicketSettings, TicketSettings } from "../../../../contract/settings/tickets.ts";
import { useNow } from "../../clock.ts";
import { Switch } from "../../controls/field.tsx";
import { Icon } from "../../controls/icons.tsx";
import { useWords } from "../../words-context.tsx";
import { NoRelay } from "../no-relay.tsx";
import { Callout, Card } from "../page.tsx";

interface Props {
  readonly settings: TicketSettings;
  readonly value: SaveTicketSettings;
  readonly onChange: (part: Partial<SaveTicketSettings>) => void;
}

/** Where each prerequisite is mended. */
const MENDED_AT: Readonly<Record<PrerequisiteName, string>> = {
  messaging: "/admin/channels/messaging",
  "agent-workspace": "/admin/account",
  "chat-agent": "/admin/people/team-members",
  "support-address": "/admin/channels/email",
};

export function SwitchCard({ settings, value, onChange }: Props): ReactNode {
  const { t } = useWords();
  const missing = settings.prerequisites.filter((prerequisite) => !prerequisite.met);
  const isBarred = missing.length > 0 && !value.continuityOn;
  return (
    <Card title={t("switch.title")} lead={t("switch.lead")}>
      <Switch
        label={t("switch.label")}
        hint={t("switch.hint")}
        checked={value.continuityOn}
        disabled={isBarred}
        onChange={(continuityOn) =>
          onChange({ continuityOn, deactivateAwayMessage: false, deactivateRequestEmail: false })
        }
      />
      {settings.hasRelay ? null : <NoRelay />}
      <RelayTrouble of={settings.relay} />
      {isBarred ? <Callout tone="bad" title={t("switch.barred", { count: missing.length })} /> : null}
      {missing.length > 0 && value.continuityOn ? <Callout tone="bad" title={t("switch.lost")} /> : null}
      <Prerequisites settings={settings} />
      <TurningOn settings={settings} value={value} onChange={onChange} />
      <TurningOff settings={settings} value={value} onChange={onChange} />
    </Card>
  );
}

/** What the relay says when it does not take mail; Health has the way on. */
function RelayTrouble({ of: trouble }: { readonly of: TicketSettings["relay"] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  if (trouble === null) return null;
  return (
    <Callout tone="bad" title={t("health.relay")}>
      <p>{t("relay-trouble.hint", { at: times.moment(trouble.lastAt, now) })}</p>
      <code className="because">{trouble.said}</code>
    </Callout>
  );
}

function Prerequisites({ settings }: { readonly settings: TicketSettings }): ReactNode {
  const { t } = useWords();
  return (
    <div className="needs">
      <h3>{t("needs.title")}</h3>
      <ul>
        {settings.prerequisites.map(({ name, met }) => (
          <li key={name} className={met ? "met" : "missing"}>
            <Icon name={met ? "check-circle" : "warning"} />
            <span className="needs-words">
              <span>{t(`needs.${name}`)}</span>
              <span className="needs-where">{t(`needs.${name}.where`)}</span>
            </span>
            <span className="needs-state">{t(met ? "needs.met" : "needs.missing")}</span>
            <Link href={MENDED_AT[name]} aria-label={t("needs.open.of", { what: t(`needs.${name}`) })}>
              {t("needs.open")}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function TurningOn({ settings, value, onChange }: Props): ReactNode {
  const { t } = useWords();
  if (!value.continuityOn) return null;
  const { requestEmail, awayMessage } = settings.triggers;
  return (
    <>
      {settings.continuityOn ? (
        <TriggerLine id={requestEmail?.id ?? null} isActive={requestEmail?.active ?? false} />
      ) : (
        <Callout tone="info" title={t(requestEmail === null ? "switch.will-create" : "switch.will-revive")}>
          <p>{t("switch.from-now")}</p>
        </Callout>
      )}
      {awayMessage?.active === true ? (
        <Callout tone="warn" title={t("clash.title")}>
          <p>{t("clash.lead")}</p>
          <Switch
            label={t("clash.deactivate")}
            checked={value.deactivateAwayMessage}
            onChange={(deactivateAwayMessage) => onChange({ deactivateAwayMessage })}
          />
        </Callout>
      ) : null}
    </>
  );
}

/** While the switch is on: the trigger that it brought. */
function TriggerLine({ id, isActive }: { readonly id: string | null; readonly isActive: boolean }): ReactNode {
  const { t } = useWords();
  if (id === null) return null;
  return (
    <p className={isActive ? "quiet-text" : "complaint"}>
      {t(isActive ? "switch.trigger-on" : "switch.trigger-off")}{" "}
      <Link href={`/admin/triggers/${id}`}>{t("trigger.request-email.name")}</Link>
    </p>
  );
}

/** Two steps: the setting, and the trigger. The second is offered in the same save, and flagged where it was not taken. */
function TurningOff({ settings, value, onChange }: Props): ReactNode {
  const { t } = useWords();
  const trigger = settings.triggers.requestEmail;
  if (value.continuityOn || trigger === null) return null;
  if (!settings.continuityOn) {
    if (!trigger.active) return null;
    return (
      <Callout tone="warn" title={t("off.left-on")}>
        <p>
          <Link href={`/admin/triggers/${trigger.id}`}>{t("off.left-on-link")}</Link>
        </p>
      </Callout>
    );
  }
  return (
    <Callout tone="warn" title={t("off.title")}>
      <p>{t("off.waiting", { count: settings.waitingReplies })}</p>
      {trigger.active ? (
        <Switch
          label={t("off.deactivate")}
          hint={t("off.deactivate-hint")}
          checked={value.deactivateRequestEmail}
          onChange={(deactivateRequestEmail) => onChange({ deactivateRequestEmail })}
        />
      ) : null}
    </Callout>
  );
}
