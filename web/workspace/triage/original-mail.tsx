/** The mail behind a message, from its menu. */
import { type ReactNode, useState } from "react";
import { Dialog } from "../controls/dialog.tsx";
import { useWords } from "../words-context.tsx";
import { MailView } from "./mail-view.tsx";
import { IconButton } from "../controls/icon-button.tsx";

export function OriginalMailButton({ id }: { readonly id: string }): ReactNode {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton icon="mail" label={t("mail.view")} onClick={() => setOpen(true)} />
      {isOpen ? (
        <Dialog title={t("mail.original")} className="wide" onClose={() => setOpen(false)}>
          <MailView id={id} />
        </Dialog>
      ) : null}
    </>
  );
}
