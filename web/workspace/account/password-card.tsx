/** An agent's own password. */
import { type ReactNode, useState } from "react";
import { Card } from "../admin/page.tsx";
import { useWords } from "../words-context.tsx";
import { ChangePasswordDialog } from "./change-password.tsx";

export function PasswordCard(): ReactNode {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <Card title={t("password")} lead={t("change-password.lead")}>
      <div className="row">
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {t("change-password")}
        </button>
      </div>
      {isOpen ? <ChangePasswordDialog onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}
