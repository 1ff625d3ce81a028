/** A link that an admin hands to a team member who lost their password. Shown once. */
import { type ReactNode, useState } from "react";
import { passwordsApi } from "../../../../contract/people/passwords.ts";
import type { AnswerOf } from "../../../../contract/route.ts";
import type { TeamMember } from "../../../../contract/people/team-members.ts";
import { call } from "../../api.ts";
import { CopyField } from "../../controls/copy-field.tsx";
import { Dialog } from "../../controls/dialog.tsx";
import { useNotices } from "../../controls/notices.tsx";
import { useWords } from "../../words-context.tsx";

interface Props {
  readonly member: TeamMember;
  readonly onClose: () => void;
}

export function ResetLinkDialog({ member, onClose }: Props): ReactNode {
  const { t, times } = useWords();
  const { sayRefusal } = useNotices();
  const [made, setMade] = useState<AnswerOf<typeof passwordsApi.makeResetLink> | null>(null);
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
          <CopyField
            label={t("reset-link.link")}
            value={made.url}
            hint={t("reset-link.hint", { name: member.name, until: times.exact(made.expiresAt) })}
          />
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
