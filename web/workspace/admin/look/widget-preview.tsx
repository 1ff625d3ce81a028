/** The widget itself, on a page of ours, as it is being edited. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type BrandSettings, messagingApi } from "../../../../contract/settings/messaging.ts";
import { call } from "../../api.ts";
import { ChoiceField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { isColour } from "./contrast.ts";
import { useSettled } from "../use-settled.ts";

/** Of the page around it. */
const PAGES = ["light", "dark"] as const;

interface Props {
  readonly value: BrandSettings;
  /** Changes where the logo does, which is saved apart. */
  readonly logo: string | null;
  /** Languages of the account, the default first. */
  readonly locales: readonly string[];
}

export function WidgetPreview({ value, logo, locales }: Props): ReactNode {
  const { t, locale } = useWords();
  const [page, setPage] = useState<(typeof PAGES)[number]>("light");
  const [tag, setTag] = useState<string | null>(null);
  const names = new Intl.DisplayNames(locale, { type: "language" });
  // Half a colour is shown when it is whole.
  const [whole, setWhole] = useState(value);
  if (whole !== value && isColour(value.colour) && value.name.trim() !== "") setWhole(value);
  const body = useSettled(JSON.stringify(whole), { ...whole, greeting: whole.greeting || null });
  const query = useQuery({
    queryKey: [...keys.admin("messaging/preview"), JSON.stringify(body), logo],
    queryFn: () => call(messagingApi.preview, { params: { id: value.id }, body }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const config = query.data;
  const shown = tag ?? locales[0] ?? "en";
  return (
    <aside className="widget-preview" aria-label={t("look.preview")}>
      <div className="field-row">
        {locales.length < 2 ? null : (
          <ChoiceField
            label={t("look.preview-language")}
            options={locales.map((each) => [each, names.of(each) ?? each])}
            value={shown}
            onText={setTag}
          />
        )}
        <ChoiceField
          label={t("look.preview-page")}
          options={PAGES.map((each) => [each, t(`look.preview-page.${each}`)])}
          value={page}
          onText={(chosen) => setPage(PAGES.find((each) => each === chosen) ?? "light")}
        />
      </div>
      <div className="widget-preview-frame">
        {config === undefined ? null : (
          <iframe
            title={t("look.preview")}
            src={addressOf({ ...config, brand: { ...config.brand, id: "preview" }, locales: [shown] }, page === "dark")}
          />
        )}
      </div>
    </aside>
  );
}

const addressOf = (config: object, isDark: boolean): string =>
  `/widget-preview#${encodeURIComponent(JSON.stringify({ config, isDark }))}`;
