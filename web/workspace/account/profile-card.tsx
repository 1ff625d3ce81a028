/** How others see an agent: photo, and the name for customers. */
import { type ReactNode, type SubmitEvent, useState } from "react";
import { addressOf } from "../../../contract/address.ts";
import { accountApi } from "../../../contract/people/account.ts";
import { myPhotoApi } from "../../../contract/people/photos.ts";
import { Card } from "../admin/page.tsx";
import { useSave } from "../admin/use-settings.ts";
import { call } from "../api.ts";
import { TextField } from "../controls/text-fields.tsx";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";
import { PhotoField } from "./photo-field.tsx";

export function ProfileCard(): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const save = useSave();
  const [typed, setTyped] = useState<string | null>(null);
  const publicName = (typed ?? me.publicName ?? "").trim() || null;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const isDone = await save(() => call(accountApi.changeMe, { body: { publicName } }));
    if (isDone) setTyped(null);
  };
  return (
    <Card title={t("profile")} lead={t("profile.lead")}>
      <PhotoField of={me} path={addressOf(myPhotoApi.save, {})} onRemove={() => call(myPhotoApi.remove)} />
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t("public-name")}
          hint={t("public-name.hint")}
          placeholder={me.name}
          maxLength={120}
          dir="auto"
          autoComplete="off"
          value={typed ?? me.publicName ?? ""}
          onText={setTyped}
        />
        {publicName === me.publicName ? null : (
          <div className="row">
            <button type="submit" className="button primary">
              {t("public-name.save")}
            </button>
          </div>
        )}
      </form>
    </Card>
  );
}
