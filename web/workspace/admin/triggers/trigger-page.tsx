/** One messaging trigger: name, description, texts in every language of the account, its wait; and its log. */
import type { ReactNode } from "react";
import { accountSettingsApi } from "../../../../contract/settings/account.ts";
import {
  type SaveTrigger,
  type Trigger,
  type TriggerAction,
  triggersApi,
} from "../../../../contract/triggers/triggers.ts";
import { call } from "../../api.ts";
import { Switch } from "../../controls/field.tsx";
import { TextArea, TextField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Callout, Card, Page, SaveBar, WhenLoaded } from "../page.tsx";
import { ActionFields } from "./trigger-action-fields.tsx";
import { TriggerLogCard } from "./trigger-log-card.tsx";
import { shippedWords } from "./trigger-words.ts";
import { savedPart } from "./triggers-page.tsx";
import { type Languages, textFault } from "./local-text.ts";
import { useAdmin, useEdited, useSave } from "../use-settings.ts";

const NAME_CHARS = 120;
const DESCRIPTION_CHARS = 500;

export function TriggerPage({ id }: { readonly id: string }): ReactNode {
  const { t } = useWords();
  const triggers = useAdmin(keys.admin("triggers"), () => call(triggersApi.list));
  const account = useAdmin(keys.admin("account"), () => call(accountSettingsApi.read));
  return (
    <WhenLoaded of={triggers}>
      {(list) => (
        <WhenLoaded of={account}>
          {({ defaultLocale, locales }) => {
            const trigger = list.triggers.find((each) => each.id === id);
            if (trigger === undefined) return <p className="page quiet-text">{t("refusal.not-found")}</p>;
            return <TriggerForm trigger={trigger} languages={{ default: defaultLocale, all: locales }} />;
          }}
        </WhenLoaded>
      )}
    </WhenLoaded>
  );
}

function TriggerForm({ trigger, languages }: { readonly trigger: Trigger; readonly languages: Languages }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const form = useEdited<SaveTrigger>(savedPart(trigger));
  const { value, change } = form;
  const shipped = shippedWords(trigger);
  const hasFault = value.actions.some((action) => textFault(action, languages.default));
  const setAction = (index: number, action: TriggerAction): void =>
    change({ actions: value.actions.map((each, at) => (at === index ? action : each)) });
  const onSave = async (): Promise<void> => {
    if (await save(() => call(triggersApi.save, { params: { id: trigger.id }, body: value }))) form.discard();
  };
  return (
    <Page
      trail={["nav.objects-and-rules", "nav.business-rules", "nav.messaging-triggers"]}
      title={trigger.name ?? (shipped === null ? t("trigger.unnamed") : t(shipped.name))}
    >
      {trigger.flaggedUnused ? (
        <Callout tone="warn" title={t("triggers.unused")}>
          <p>{t("triggers.unused-lead")}</p>
        </Callout>
      ) : null}
      <AboutCard value={value} trigger={trigger} onChange={change} />
      <Card title={t("trigger.does")} lead={t(`event.${trigger.event}`)}>
        <ol className="actions">
          {value.actions.map((action, index) => (
            // An action's place is its name: this form neither adds nor moves any.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <ActionFields action={action} languages={languages} onChange={(next) => setAction(index, next)} />
            </li>
          ))}
        </ol>
      </Card>
      <SaveBar isChanged={form.isChanged} isBarred={hasFault} onSave={() => void onSave()} onDiscard={form.discard} />
      <TriggerLogCard id={trigger.id} />
    </Page>
  );
}

const textOrNull = (text: string): string | null => (text === "" ? null : text);

interface AboutProps {
  readonly value: SaveTrigger;
  readonly trigger: Trigger;
  readonly onChange: (part: Partial<SaveTrigger>) => void;
}

function AboutCard({ value, trigger, onChange }: AboutProps): ReactNode {
  const { t } = useWords();
  const shipped = shippedWords(trigger);
  return (
    <Card title={t("trigger.about")}>
      <Switch label={t("trigger.active")} checked={value.active} onChange={(active) => onChange({ active })} />
      <TextField
        label={t("trigger.name")}
        {...(shipped === null ? {} : { hint: t("trigger.shipped-hint") })}
        maxLength={NAME_CHARS}
        value={value.name ?? ""}
        placeholder={shipped === null ? "" : t(shipped.name)}
        onText={(text) => onChange({ name: textOrNull(text) })}
      />
      <TextArea
        label={t("trigger.description")}
        rows={2}
        maxLength={DESCRIPTION_CHARS}
        value={value.description ?? ""}
        placeholder={shipped === null ? "" : t(shipped.description)}
        onText={(text) => onChange({ description: textOrNull(text) })}
      />
      <Switch
        label={t("trigger.once")}
        hint={t("trigger.once-hint")}
        checked={value.oncePerConversation}
        onChange={(oncePerConversation) => onChange({ oncePerConversation })}
      />
    </Card>
  );
}
