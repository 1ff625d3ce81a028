/** Channels › Messaging: for each brand on or off, its look, where it may stand, and the snippet that puts it there. */
import { Fragment, type ReactNode } from "react";
import { type AccountSettings, accountSettingsApi } from "../../../../contract/settings/account.ts";
import { type BrandSettings, type BrandView, messagingApi } from "../../../../contract/settings/messaging.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { Switch } from "../../controls/field.tsx";
import { TextArea, TextField } from "../../controls/text-fields.tsx";
import { FacesField } from "../look/faces-field.tsx";
import { LogoField } from "../look/logo-field.tsx";
import { LookFields } from "../look/look-fields.tsx";
import { Sightings } from "../look/sightings.tsx";
import { WidgetPreview } from "../look/widget-preview.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { ColourField } from "../look/colour-field.tsx";
import { canCarryText, isColour } from "../look/contrast.ts";
import { IdentityCard } from "./identity-card.tsx";
import { Callout, Page, SaveBar, WhenLoaded } from "../page.tsx";
import { SnippetField } from "./snippet-field.tsx";
import { useAdmin, useEdited, useSave } from "../use-settings.ts";

export function MessagingPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("messaging"), () => call(messagingApi.list));
  return (
    <Page trail={["nav.channels", "nav.messaging"]} title={t("nav.messaging")} lead={t("messaging.lead")}>
      <WhenLoaded of={loaded}>
        {({ brands }) =>
          brands.map((brand) => (
            <Fragment key={brand.id}>
              <BrandForm brand={brand} />
              <IdentityCard brand={brand} />
            </Fragment>
          ))
        }
      </WhenLoaded>
    </Page>
  );
}

function BrandForm({ brand }: { readonly brand: BrandView }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const account = useAdmin(keys.admin("account"), () => call(accountSettingsApi.read));
  const locales = languagesOf(account.data);
  const { snippet, mendBy, sightings, logo: _logo, ...settings } = brand;
  const form = useEdited<BrandSettings>(settings);
  const { value, change } = form;
  const onSave = async (): Promise<void> => {
    const allowedOrigins = value.allowedOrigins.map((origin) => origin.trim()).filter((origin) => origin !== "");
    const body = { ...value, allowedOrigins, greeting: textOrNull(value.greeting ?? "") };
    if (await save(() => call(messagingApi.save, { params: { id: brand.id }, body }))) form.discard();
  };
  return (
    <section className="card" aria-label={brand.name}>
      <h2>{brand.name}</h2>
      <Switch
        label={t("messaging.on")}
        hint={t("messaging.on-hint")}
        checked={value.messagingOn}
        onChange={(messagingOn) => change({ messagingOn })}
      />
      {mendBy === null ? null : <WaitsForMessaging mendBy={mendBy} />}
      <div className="beside-preview">
        <div className="stack">
          <NameField value={value} onChange={change} />
          <ColourField colour={value.colour} onChange={(colour) => change({ colour })} />
          <LogoField brand={brand} />
          <FacesField
            value={value}
            logo={brand.logo}
            onChange={(faces) => change({ look: { ...value.look, faces } })}
          />
          <LookFields value={value} locales={locales} onChange={change} />
        </div>
        {locales.length === 0 ? null : (
          <WidgetPreview value={value} logo={brand.logo?.hash ?? null} locales={locales} />
        )}
      </div>
      <PlaceFields value={value} onChange={change} />
      <SnippetField snippet={snippet} />
      <Sightings
        sightings={sightings}
        allowed={value.allowedOrigins}
        onAllow={(origin) => change({ allowedOrigins: [...value.allowedOrigins, origin] })}
      />
      <SaveBar
        isChanged={form.isChanged}
        isBarred={!isColour(value.colour) || !canCarryText(value.colour) || value.name.trim() === ""}
        onSave={() => void onSave()}
        onDiscard={form.discard}
      />
    </section>
  );
}

/** The default first; none before they are known. */
const languagesOf = (account: AccountSettings | undefined): readonly string[] =>
  account === undefined
    ? []
    : [account.defaultLocale, ...account.locales.filter((tag) => tag !== account.defaultLocale)];

/** What turning it off does to replies, and how long there is to mend it. */
function WaitsForMessaging({ mendBy }: { readonly mendBy: number }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const at = times.moment(mendBy, now);
  return (
    <Callout tone="warn" title={t("messaging.waits")}>
      <p>{t(now <= mendBy ? "messaging.mend-by" : "messaging.mend-late", { at })}</p>
    </Callout>
  );
}

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text);

interface FieldsProps {
  readonly value: BrandSettings;
  readonly onChange: (part: Partial<BrandSettings>) => void;
}

function NameField({ value, onChange }: FieldsProps): ReactNode {
  const { t } = useWords();
  return (
    <TextField
      label={t("messaging.name")}
      hint={t("messaging.name-hint")}
      required
      maxLength={120}
      value={value.name}
      onText={(text) => onChange({ name: text })}
    />
  );
}

/** Where it may stand, and what it links to there. */
function PlaceFields({ value, onChange }: FieldsProps): ReactNode {
  const { t } = useWords();
  return (
    <>
      <TextArea
        label={t("messaging.origins")}
        hint={t("messaging.origins-hint")}
        rows={3}
        className="code"
        spellCheck={false}
        placeholder="https://www.example.com"
        value={value.allowedOrigins.join("\n")}
        onText={(text) => onChange({ allowedOrigins: text === "" ? [] : text.split("\n") })}
      />
      <TextField
        label={t("messaging.privacy")}
        hint={t("messaging.privacy-hint")}
        type="url"
        placeholder="https://"
        value={value.privacyUrl ?? ""}
        onText={(text) => onChange({ privacyUrl: textOrNull(text) })}
      />
    </>
  );
}
