/** Which faces a brand's visitors see, with whoever chooses as they would be shown. */
import type { ReactNode } from "react";
import { FACES, shownAuthor } from "../../../../contract/people/photos.ts";
import type { BrandSettings, BrandView } from "../../../../contract/settings/messaging.ts";
import { ChoiceField } from "../../controls/text-fields.tsx";
import { Face } from "../../controls/face.tsx";
import { useMe } from "../../me-context.tsx";
import { useWords } from "../../words-context.tsx";
import { BrandLogo } from "./logo-field.tsx";

type Faces = BrandSettings["look"]["faces"];

interface Props {
  readonly value: BrandSettings;
  readonly logo: BrandView["logo"];
  readonly onChange: (faces: Faces) => void;
}

export function FacesField({ value, logo, onChange }: Props): ReactNode {
  const { t } = useWords();
  const { faces } = value.look;
  const shown = shownAuthor(useMe(), faces);
  const name = shown.name ?? value.name;
  return (
    <>
      <ChoiceField
        label={t("look.faces")}
        hint={t(`look.faces.${faces}-hint`)}
        options={FACES.map((each) => [each, t(`look.faces.${each}`)])}
        value={faces}
        onText={(chosen) => onChange(FACES.find((each) => each === chosen) ?? "names-and-photos")}
      />
      <p className="row faces-preview">
        <span className="quiet-text">{t("look.faces-you")}</span>
        {shown.name === null && logo !== null ? (
          <BrandLogo brand={{ name, logo }} />
        ) : (
          <Face name={name} photo={shown.photo} />
        )}
        <bdi>
          <strong>{name}</strong>
        </bdi>
      </p>
    </>
  );
}
