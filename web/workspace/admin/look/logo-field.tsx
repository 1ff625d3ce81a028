/** A brand's logo: put up and taken away at once, as nothing else of it hangs together with the rest of the form. */
import { type ReactNode, useId, useRef } from "react";
import { addressOf } from "../../../../contract/address.ts";
import { type BrandView, logoApi, messagingApi } from "../../../../contract/settings/messaging.ts";
import { call } from "../../api.ts";
import { putOctets } from "../../files/put-octets.ts";
import { useWords } from "../../words-context.tsx";
import { useSave } from "../use-settings.ts";

/** What the server takes, by the bytes: this only spares people the wrong choice. */
const TYPES = "image/png,image/jpeg,image/webp,image/gif";

export function LogoField({ brand }: { readonly brand: Pick<BrandView, "id" | "name" | "logo"> }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const params = { id: brand.id };
  const { logo } = brand;
  return (
    <div className="field" role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <span id={id} className="field-title">
        {t("look.logo")}
      </span>
      <div className="row">
        {logo === null ? null : <BrandLogo brand={{ name: brand.name, logo }} />}
        <input
          ref={chooser}
          type="file"
          accept={TYPES}
          hidden
          aria-label={t("look.logo-choose")}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            // The same file again is a choice too.
            currentTarget.value = "";
            if (file !== undefined) void save(() => putOctets(addressOf(messagingApi.saveLogo, { params }), file));
          }}
        />
        <button type="button" className="button" onClick={() => chooser.current?.click()}>
          {t(logo === null ? "look.logo-choose" : "look.logo-replace")}
        </button>
        {logo === null ? null : (
          <button
            type="button"
            className="button"
            onClick={() => void save(() => call(messagingApi.removeLogo, { params }))}
          >
            {t("look.logo-remove")}
          </button>
        )}
      </div>
      <p className="hint" id={`${id}-hint`}>
        {t("look.logo-hint")}
      </p>
    </div>
  );
}

/** A logo, as large as a line of a form has room for. */
export const BrandLogo = ({
  brand: { name, logo },
}: {
  readonly brand: { readonly name: string; readonly logo: NonNullable<BrandView["logo"]> };
}): ReactNode => {
  const { t } = useWords();
  return (
    <img
      className="logo-shown"
      src={addressOf(logoApi.fetch, { params: { hash: logo.hash } })}
      alt={t("look.logo-of", { name })}
      width={logo.width}
      height={logo.height}
    />
  );
};
