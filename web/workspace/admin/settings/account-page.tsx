/** Account: name, languages, time zone, agent workspace. */
import type { ReactNode } from "react";
import { type AccountSettings, accountSettingsApi } from "../../../../contract/settings/account.ts";
import { call } from "../../api.ts";
import { Switch } from "../../controls/field.tsx";
import { TextField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { LanguagePicker } from "./language-picker.tsx";
import { Card, Page, SaveBar, WhenLoaded } from "../page.tsx";
import { useAdmin, useEdited, useSave } from "../use-settings.ts";
import { ZoneField } from "./zone-field.tsx";

export function AccountPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("account"), () => call(accountSettingsApi.read));
  return (
    <Page trail={["nav.account", "nav.general"]} title={t("nav.account")}>
      <WhenLoaded of={loaded}>{(account) => <AccountForm account={account} />}</WhenLoaded>
    </Page>
  );
}

function AccountForm({ account }: { readonly account: AccountSettings }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const form = useEdited<AccountSettings>(account);
  const { value, change } = form;
  const onSave = async (): Promise<void> => {
    if (await save(() => call(accountSettingsApi.save, { body: value }))) form.discard();
  };
  return (
    <>
      <Card title={t("nav.general")}>
        <TextField
          label={t("account.name")}
          required
          maxLength={120}
          value={value.name}
          onText={(text) => change({ name: text })}
        />
        <ZoneField
          zone={value.timeZone}
          hint={t("account.time-zone-hint")}
          onChange={(timeZone) => change({ timeZone })}
        />
      </Card>
      <Card title={t("account.languages")} lead={t("account.languages-lead")}>
        <LanguagePicker locales={value.locales} defaultLocale={value.defaultLocale} onChange={change} />
      </Card>
      <Card title={t("workspace")}>
        <Switch
          label={t("account.workspace-on")}
          hint={t("account.workspace-hint")}
          checked={value.agentWorkspaceOn}
          onChange={(agentWorkspaceOn) => change({ agentWorkspaceOn })}
        />
      </Card>
      <SaveBar
        isChanged={form.isChanged}
        isBarred={value.name.trim() === ""}
        onSave={() => void onSave()}
        onDiscard={form.discard}
      />
    </>
  );
}
