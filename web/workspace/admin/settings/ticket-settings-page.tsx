/** Objects and rules › Tickets › Settings: the switch to e-mail with what it needs, and the delays (product.md §2, §7). */
import type { ReactNode } from "react";
import {
  type SaveTicketSettings,
  type TicketSettings,
  ticketSettingsApi,
  CLOSES_AFTER_AT_MOST,
} from "../../../../contract/settings/tickets.ts";
import { call } from "../../api.ts";
import { Field } from "../../controls/field.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { DelayFields } from "./delay-fields.tsx";
import { isAllowedDelay } from "./human-delay.ts";
import { Card, Page, SaveBar, WhenLoaded } from "../page.tsx";
import { SwitchCard } from "./switch-card.tsx";
import { useAdmin, useEdited, useSave } from "../use-settings.ts";

export function TicketSettingsPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("tickets/settings"), () => call(ticketSettingsApi.read));
  return (
    <Page trail={["nav.objects-and-rules", "nav.tickets", "nav.settings"]} title={t("tickets.title")}>
      <WhenLoaded of={loaded}>{(settings) => <TicketSettingsForm settings={settings} />}</WhenLoaded>
    </Page>
  );
}

function TicketSettingsForm({ settings }: { readonly settings: TicketSettings }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const form = useEdited<SaveTicketSettings>({
    continuityOn: settings.continuityOn,
    delays: settings.delays,
    closeAfterDays: settings.closeAfterDays,
    deactivateAwayMessage: false,
    deactivateRequestEmail: false,
  });
  const { value, change } = form;
  const daysAreGood =
    Number.isInteger(value.closeAfterDays) && value.closeAfterDays >= 1 && value.closeAfterDays <= CLOSES_AFTER_AT_MOST;
  const delaysAreGood = Object.values(value.delays).every(isAllowedDelay);

  const onSave = async (): Promise<void> => {
    const isDone = await save(() => call(ticketSettingsApi.save, { body: value }));
    if (isDone) form.discard();
  };
  return (
    <>
      <SwitchCard settings={settings} value={value} onChange={change} />
      <Card title={t("delays.title")} lead={t("delays.lead")}>
        <DelayFields
          delays={value.delays}
          defaults={settings.defaultDelays}
          onChange={(delays) => change({ delays })}
        />
      </Card>
      <Card title={t("close-after.title")} lead={t("close-after.lead")}>
        <Field
          label={t("close-after.label")}
          {...(daysAreGood ? {} : { complaint: t("close-after.range", { most: CLOSES_AFTER_AT_MOST }) })}
        >
          {(ids) => (
            <input
              {...ids}
              type="number"
              className="short"
              min={1}
              max={CLOSES_AFTER_AT_MOST}
              value={value.closeAfterDays}
              onChange={(event) => change({ closeAfterDays: event.currentTarget.valueAsNumber })}
            />
          )}
        </Field>
      </Card>
      <SaveBar
        isChanged={form.isChanged}
        isBarred={!daysAreGood || !delaysAreGood}
        onSave={() => void onSave()}
        onDiscard={form.discard}
      />
    </>
  );
}
