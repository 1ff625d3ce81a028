/** Channels › Messaging: for each brand on or off, its look, where it may stand, and the snippet that puts it there. */
import type { ReactNode } from "react";
import { type BrandSettings, type BrandView, messagingApi } from "../../../../contract/settings/messaging.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { Field, Switch } from "../../controls/field.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { ColourField } from "./colour-field.tsx";
import { isColour } from "./contrast.ts";
import { Callout, Page, SaveBar, WhenLoaded } from "../page.tsx";
import { SnippetField } from "./snippet-field.tsx";
import { useAdmin, useEdited, useSave } from "../use-settings.ts";

export function MessagingPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("messaging"), () => call(messagingApi.list));
  return (
    <Page trail={["nav.channels", "nav.messaging"]} title={t("nav.messaging")} lead={t("messaging.lead")}>
      <WhenLoaded of={loaded}>
        {({ brands }) => brands.map((brand) => <BrandForm key={brand.id} brand={brand} />)}
      </WhenLoaded>
    </Page>
  );
}

function BrandForm({ brand }: { readonly brand: BrandView }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const { snippet, mendBy, ...settings } = brand;
  const form = useEdited<BrandSettings>(settings);
  const { value, change } = form;
  const onSave = async (): Promise<void> => {
    const allowedOrigins = value.allowedOrigins.map((origin) => origin.trim()).filter((origin) => origin !== "");
    const body = { ...value, allowedOrigins };
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
      <BrandFields value={value} onChange={change} />
      <SnippetField snippet={snippet} />
      <SaveBar
        isChanged={form.isChanged}
        isBarred={!isColour(value.colour) || value.name.trim() === ""}
        onSave={() => void onSave()}
        onDiscard={form.discard}
      />
    </section>
  );
}

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

function BrandFields({ value, onChange }: FieldsProps): ReactNode {
  const { t } = useWords();
  return (
    <>
      <Field label={t("messaging.name")} hint={t("messaging.name-hint")}>
        {(ids) => (
          <input
            {...ids}
            required
            maxLength={120}
            value={value.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <ColourField colour={value.colour} onChange={(colour) => onChange({ colour })} />
      <Field label={t("messaging.greeting")} hint={t("messaging.greeting-hint")}>
        {(ids) => (
          <textarea
            {...ids}
            rows={2}
            dir="auto"
            maxLength={300}
            value={value.greeting ?? ""}
            onChange={(event) => onChange({ greeting: textOrNull(event.currentTarget.value) })}
          />
        )}
      </Field>
      <Field label={t("messaging.origins")} hint={t("messaging.origins-hint")}>
        {(ids) => (
          <textarea
            {...ids}
            rows={3}
            className="code"
            spellCheck={false}
            placeholder="https://www.example.com"
            value={value.allowedOrigins.join("\n")}
            onChange={(event) => {
              const text = event.currentTarget.value;
              onChange({ allowedOrigins: text === "" ? [] : text.split("\n") });
            }}
          />
        )}
      </Field>
      <Field label={t("messaging.privacy")} hint={t("messaging.privacy-hint")}>
        {(ids) => (
          <input
            {...ids}
            type="url"
            placeholder="https://"
            value={value.privacyUrl ?? ""}
            onChange={(event) => onChange({ privacyUrl: textOrNull(event.currentTarget.value) })}
          />
        )}
      </Field>
    </>
  );
}
