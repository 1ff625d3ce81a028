/** Blocks an address or a whole domain that is typed. */
import { type ReactNode, type SubmitEvent, useState } from "react";
import { blockedApi } from "../../../../contract/people/blocked.ts";
import { call } from "../../api.ts";
import { Dialog } from "../../controls/dialog.tsx";
import { TextField } from "../../controls/text-fields.tsx";
import { useWords } from "../../words-context.tsx";
import { useSave } from "../use-settings.ts";

export function BlockSenderDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [sender, setSender] = useState("");
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const isDone = await save(() => call(blockedApi.add, { body: { sender: sender.trim() } }));
    if (isDone) onClose();
  };
  return (
    <Dialog title={t("blocked.add")} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t("blocked.sender")}
          hint={t("blocked.sender-hint")}
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={sender}
          onText={setSender}
        />
        <div className="row end">
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="submit" className="button primary">
            {t("blocked.add-button")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
