/** A link that an admin hands to a team member who lost their password. Shown once. */
import { type ReactNode, useState } from "react";
import { type HandedLink as Link, passwordsApi } from "../../../../contract/passwords/passwords.ts";
import type { TeamMember } from "../../../../contract/people/team-members.ts";
import { call } from "../../api.ts";
import { Dialog } from "../../controls/dialog.tsx";
import { useNotices } from "../../controls/notices.tsx";
import { useWords } from "../../words-context.tsx";
import { HandedLink } from "./handed-link.tsx";

interface Props {
  readonly member: TeamMember;
  readonly onClose: () => void;
}

export function ResetLinkDialog({ member, onClose }: Props): ReactNode {
  const { t } = useWords();
  const { sayRefusal } = useNotices();
  const [made, setMade] = useState<Link | null>(null);
  const make = async (): Promise<void> => {
    try {
      setMade(await call(passwordsApi.makeResetLink, { params: { id: member.id } }));
    } catch (error) {
      sayRefusal(error);
    }
  };
  return (
    <Dialog title={t("reset-link.of", { name: member.name })} onClose={onClose}>
      <div className="stack">
        {made === null ? (
          <p>{t("reset-link.lead", { name: member.name })}</p>
        ) : (
          <HandedLink name={member.name} link={made} />
        )}
        <div className="row end">
          <button type="button" className="button" onClick={onClose}>
            {t(made === null ? "cancel" : "close")}
          </button>
          {made === null ? (
            <button type="button" className="button primary" onClick={() => void make()}>
              {t("reset-link.make")}
            </button>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
