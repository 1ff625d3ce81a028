/** The paper clip: opens the browser's choice of files. */
import { type ReactNode, useRef } from "react";
import { useWords } from "../words-context.tsx";
import { IconButton } from "../controls/icon-button.tsx";

export function ClipButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): ReactNode {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon="clip" label={t("files.add")} className="clip" onClick={() => input.current?.click()} />
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
