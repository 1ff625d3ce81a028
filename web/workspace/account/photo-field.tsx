/** A member's photo: put up and taken away at once, by themselves or by an admin. */
import { type ReactNode, useId, useRef } from "react";
import { Face } from "../controls/face.tsx";
import { putOctets } from "../files/put-octets.ts";
import { useSave } from "../admin/use-settings.ts";
import { useWords } from "../words-context.tsx";
import { cropPhoto } from "./crop-photo.ts";

interface Props {
  readonly of: { readonly name: string; readonly photo: string | null };
  /** Where it is put. */
  readonly path: string;
  readonly onRemove: () => Promise<unknown>;
}

export function PhotoField({ of: { name, photo }, path, onRemove }: Props): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <div className="field" role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <span id={id} className="field-title">
        {t("photo")}
      </span>
      <div className="row">
        <Face name={name} photo={photo} isLarge />
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          hidden
          aria-label={t("photo.choose")}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            // The same file again is a choice too.
            currentTarget.value = "";
            if (file !== undefined) void save(async () => putOctets(path, await cropPhoto(file)));
          }}
        />
        <button ref={opener} type="button" className="button" onClick={() => chooser.current?.click()}>
          {t(photo === null ? "photo.choose" : "photo.replace")}
        </button>
        {photo === null ? null : (
          <button
            type="button"
            className="button"
            onClick={() => {
              // This button goes with the photo.
              opener.current?.focus();
              void save(onRemove);
            }}
          >
            {t("photo.remove")}
          </button>
        )}
      </div>
      <p className="hint" id={`${id}-hint`}>
        {t("photo.hint")}
      </p>
    </div>
  );
}
