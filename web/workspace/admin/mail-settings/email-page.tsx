/** Channels › Email: the support addresses of the brands. */
import { type ReactNode, type SubmitEvent, useState } from "react";
import { messagingApi } from "../../../../contract/settings/messaging.ts";
import { type SupportAddress, supportAddressesApi } from "../../../../contract/settings/support-addresses.ts";
import { call } from "../../api.ts";
import { ChoiceField, TextField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { DkimCard } from "./dkim-card.tsx";
import { MailTextsCard } from "./mail-texts-card.tsx";
import { Card, Page, WhenLoaded } from "../page.tsx";
import { SelfTestCard } from "./self-test-card.tsx";
import { useAdmin, useSave } from "../use-settings.ts";

interface BrandName {
  readonly id: string;
  readonly name: string;
}

export function EmailPage(): ReactNode {
  const { t } = useWords();
  const addresses = useAdmin(keys.admin("email"), () => call(supportAddressesApi.list));
  const messaging = useAdmin(keys.admin("messaging"), () => call(messagingApi.list));
  return (
    <Page trail={["nav.channels", "nav.email"]} title={t("nav.email")} lead={t("email.lead")}>
      <WhenLoaded of={messaging}>
        {({ brands }) => (
          <WhenLoaded of={addresses}>
            {(loaded) => (
              <>
                <Card title={t("email.addresses")} lead={t("email.addresses-lead")}>
                  {loaded.addresses.length === 0 ? <p className="complaint">{t("email.none")}</p> : null}
                  <ul className="rows inside">
                    {loaded.addresses.map((address) => (
                      <AddressRow key={address.id} address={address} brands={brands} />
                    ))}
                  </ul>
                </Card>
                <AddAddress brands={brands} />
                <SelfTestCard />
                <DkimCard />
                <MailTextsCard />
              </>
            )}
          </WhenLoaded>
        )}
      </WhenLoaded>
    </Page>
  );
}

interface RowProps {
  readonly address: SupportAddress;
  readonly brands: readonly BrandName[];
}

function AddressRow({ address, brands }: RowProps): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [edited, setEdited] = useState<string | null>(null);
  const brand = brands.find(({ id }) => id === address.brandId)?.name ?? "";
  const onSave = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const body = { brandId: address.brandId, address: (edited ?? address.address).trim() };
    if (await save(() => call(supportAddressesApi.change, { params: { id: address.id }, body }))) setEdited(null);
  };
  if (edited !== null) {
    return (
      <li>
        <form className="row grow" onSubmit={(event) => void onSave(event)}>
          <input
            type="email"
            required
            autoFocus
            aria-label={t("email.address")}
            value={edited}
            onChange={(event) => setEdited(event.currentTarget.value)}
          />
          <button type="submit" className="button primary">
            {t("save")}
          </button>
          <button type="button" className="button" onClick={() => setEdited(null)}>
            {t("cancel")}
          </button>
        </form>
      </li>
    );
  }
  return (
    <li>
      <span className="row-words">
        <strong>{address.address}</strong>
        <span className="quiet-text">
          {brand}
          {address.isDefault ? ` · ${t("email.default")}` : ""}
        </span>
      </span>
      <button type="button" className="button" onClick={() => setEdited(address.address)}>
        {t("edit")}
      </button>
      <button
        type="button"
        className="button danger"
        aria-label={t("email.remove.of", { address: address.address })}
        onClick={() => void save(() => call(supportAddressesApi.remove, { params: { id: address.id } }))}
      >
        {t("delete")}
      </button>
    </li>
  );
}

function AddAddress({ brands }: { readonly brands: readonly BrandName[] }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [address, setAddress] = useState("");
  const [brandId, setBrandId] = useState(brands[0]?.id ?? "");
  const onAdd = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const body = { brandId, address: address.trim() };
    if (await save(() => call(supportAddressesApi.add, { body }))) setAddress("");
  };
  return (
    <Card title={t("email.add")}>
      <form className="stack" onSubmit={(event) => void onAdd(event)}>
        <TextField
          label={t("email.address")}
          type="email"
          required
          placeholder="support@example.com"
          value={address}
          onText={setAddress}
        />
        {brands.length < 2 ? null : (
          <ChoiceField
            label={t("email.brand")}
            options={brands.map(({ id, name }) => [id, name])}
            value={brandId}
            onText={setBrandId}
          />
        )}
        <div className="row end">
          <button type="submit" className="button primary">
            {t("email.add-button")}
          </button>
        </div>
      </form>
    </Card>
  );
}
