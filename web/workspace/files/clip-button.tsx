/** The paper clip: opens the browser's choice of files. */
import { type ReactNode, useRef } from "react";
import { Icon } from "../controls/icons.tsx";
import { useWords } from "../words-context.tsx";

export function ClipButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): ReactNode {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="button icon-only quiet clip"
        aria-label={t("files.add")}
        title={t("files.add")}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again after it was taken out.
          currentTarget.value = "";
        }}
      />
    </>
  );
}
