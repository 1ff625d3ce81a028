/** The mail behind a message, from its menu. */
import { type ReactNode, useState } from "react";
import { Dialog } from "../controls/dialog.tsx";
import { Icon } from "../controls/icons.tsx";
import { useWords } from "../words-context.tsx";
import { MailView } from "./mail-view.tsx";

export function OriginalMailButton({ id }: { readonly id: string }): ReactNode {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button icon-only quiet"
        aria-label={t("mail.view")}
        title={t("mail.view")}
        onClick={() => setOpen(true)}
      >
        <Icon name="mail" />
      </button>
      {isOpen ? (
        <Dialog title={t("mail.original")} className="wide" onClose={() => setOpen(false)}>
          <MailView id={id} />
        </Dialog>
      ) : null}
    </>
  );
}
