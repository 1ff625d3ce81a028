/** People › Team members: who works here, in which role, and who has Chat access. */
import { type ReactNode, useState } from "react";
import { type TeamMember, teamMembersApi } from "../../../../contract/people/team-members.ts";
import { call } from "../../api.ts";
import { Face } from "../../controls/face.tsx";
import { Icon } from "../../controls/icons.tsx";
import { keys } from "../../live/keys.ts";
import { useMe } from "../../me-context.tsx";
import { useWords } from "../../words-context.tsx";
import { MemberDialog } from "./member-dialog.tsx";
import { ResetLinkDialog } from "./reset-link-dialog.tsx";
import { Page, WhenLoaded } from "../page.tsx";
import { useAdmin } from "../use-settings.ts";

/** `new`: a member to be. */
type Edited = TeamMember | "new" | null;

export function TeamPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("team"), () => call(teamMembersApi.list));
  const [edited, setEdited] = useState<Edited>(null);
  // The photo is saved apart: it is as the list has it now.
  const now = (member: TeamMember): TeamMember => loaded.data?.members.find(({ id }) => id === member.id) ?? member;
  const [locked, setLocked] = useState<TeamMember | null>(null);
  return (
    <Page
      trail={["nav.people", "nav.team-members"]}
      title={t("nav.team-members")}
      lead={t("team.lead")}
      aside={
        <button type="button" className="button primary" onClick={() => setEdited("new")}>
          <Icon name="plus" /> {t("team.add")}
        </button>
      }
    >
      <WhenLoaded of={loaded}>
        {({ members }) => (
          <ul className="rows">
            {members.map((member) => (
              <MemberRow
                key={member.id}
                member={member}
                onEdit={() => setEdited(member)}
                onReset={() => setLocked(member)}
              />
            ))}
          </ul>
        )}
      </WhenLoaded>
      {edited === null ? null : (
        <MemberDialog member={edited === "new" ? null : now(edited)} onClose={() => setEdited(null)} />
      )}
      {locked === null ? null : <ResetLinkDialog member={locked} onClose={() => setLocked(null)} />}
    </Page>
  );
}

interface RowProps {
  readonly member: TeamMember;
  readonly onEdit: () => void;
  readonly onReset: () => void;
}

function MemberRow({ member, onEdit, onReset }: RowProps): ReactNode {
  const { t } = useWords();
  const me = useMe();
  return (
    <li className={member.active ? "member" : "member gone"}>
      <Face name={member.name} photo={member.photo}>
        {member.active ? <span className={`dot presence-${member.presence}`} /> : null}
      </Face>
      <span className="row-words">
        <strong>{member.id === me.id ? t("assignee.me", { name: member.name }) : member.name}</strong>
        <span className="quiet-text">{member.email}</span>
      </span>
      <span className="tags">
        {member.active ? null : <span className="tag off">{t("team.inactive")}</span>}
        <span className="tag">{t(`role.${member.role}`)}</span>
        {member.chatAccess ? <span className="tag good">{t("team.chat-access")}</span> : null}
      </span>
      {member.active ? (
        <button
          type="button"
          className="button"
          aria-label={t("reset-link.of", { name: member.name })}
          onClick={onReset}
        >
          {t("reset-link")}
        </button>
      ) : null}
      <button type="button" className="button" aria-label={t("team.edit.of", { name: member.name })} onClick={onEdit}>
        {t("edit")}
      </button>
    </li>
  );
}
