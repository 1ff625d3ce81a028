/** Business rules › Messaging triggers: in their order, each on or off. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { type SaveTrigger, type Trigger, triggersApi } from "../../../../contract/triggers/triggers.ts";
import { call } from "../../api.ts";
import { Icon } from "../../controls/icons.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Page, WhenLoaded } from "../page.tsx";
import { shippedWords } from "./trigger-words.ts";
import { useAdmin, useSave } from "../use-settings.ts";

export function TriggersPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("triggers"), () => call(triggersApi.list));
  return (
    <Page
      trail={["nav.objects-and-rules", "nav.business-rules", "nav.messaging-triggers"]}
      title={t("nav.messaging-triggers")}
      lead={t("triggers.lead")}
    >
      <WhenLoaded of={loaded}>
        {({ triggers }) =>
          triggers.length === 0 ? (
            <p className="quiet-text">{t("triggers.none")}</p>
          ) : (
            <ol className="rows">
              {triggers
                .toSorted((a, b) => a.position - b.position)
                .map((trigger, index) => (
                  <TriggerRow key={trigger.id} trigger={trigger} place={index + 1} />
                ))}
            </ol>
          )
        }
      </WhenLoaded>
    </Page>
  );
}

function TriggerRow({ trigger, place }: { readonly trigger: Trigger; readonly place: number }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const shipped = shippedWords(trigger);
  const name = trigger.name ?? (shipped === null ? t("trigger.unnamed") : t(shipped.name));
  const description = trigger.description ?? (shipped === null ? "" : t(shipped.description));
  return (
    <li className="trigger-row">
      <span className="place">{place}</span>
      <div className="trigger-words">
        <h2>
          <Link href={`/admin/triggers/${trigger.id}`}>{name}</Link>
        </h2>
        <p className="quiet-text">{description}</p>
        <p className="trigger-event">{t(`event.${trigger.event}`)}</p>
        {trigger.flaggedUnused ? (
          <p className="flag">
            <Icon name="warning" /> {t("triggers.unused")}
          </p>
        ) : null}
      </div>
      <label className="inline-switch">
        <span>{t(trigger.active ? "triggers.active" : "triggers.inactive")}</span>
        <input
          type="checkbox"
          role="switch"
          className="switch"
          aria-label={t("triggers.active.of", { name })}
          checked={trigger.active}
          onChange={(event) => {
            const body = { ...savedPart(trigger), active: event.currentTarget.checked };
            void save(() => call(triggersApi.save, { params: { id: trigger.id }, body }));
          }}
        />
      </label>
    </li>
  );
}

/** What of a trigger its Save sends back. */
export const savedPart = ({ name, description, active, oncePerConversation, actions }: Trigger): SaveTrigger => ({
  name,
  description,
  active,
  oncePerConversation,
  actions,
});
