/** Adds a team member, or changes one's name, role and Chat access. */
import { type ReactNode, type SubmitEvent, useState } from "react";
import { MIN_PASSWORD_CHARS } from "../../../../contract/people/account.ts";
import { type AddTeamMember, type TeamMember, teamMembersApi } from "../../../../contract/people/team-members.ts";
import { call } from "../../api.ts";
import { Dialog } from "../../controls/dialog.tsx";
import { PasswordField } from "../../controls/password-field.tsx";
import { Switch } from "../../controls/field.tsx";
import { ChoiceField, TextField } from "../../controls/text-fields.tsx";
import { useWords } from "../../words-context.tsx";
import { useSave } from "../use-settings.ts";

const ROLES = ["admin", "agent", "light-agent"] as const;

interface Entered extends AddTeamMember {
  readonly active: boolean;
}

interface Props {
  /** Null: a new one. */
  readonly member: TeamMember | null;
  readonly onClose: () => void;
}

export function MemberDialog({ member, onClose }: Props): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [entered, setEntered] = useState<Entered>(() => startingFrom(member));
  const change = (part: Partial<Entered>): void => setEntered({ ...entered, ...part });
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const isDone = await save(() => store(member, entered));
    if (isDone) onClose();
  };
  return (
    <Dialog title={member === null ? t("team.add") : t("team.edit.of", { name: member.name })} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t("team.name")}
          required
          maxLength={120}
          value={entered.name}
          onText={(text) => change({ name: text })}
        />
        {member === null ? <SignInFields entered={entered} onChange={change} /> : null}
        <RoleFields entered={entered} onChange={change} />
        {member === null ? null : (
          <Switch
            label={t("team.active")}
            hint={t("team.active-hint")}
            checked={entered.active}
            onChange={(active) => change({ active })}
          />
        )}
        <div className="row end">
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
          <button type="submit" className="button primary">
            {t(member === null ? "team.add-button" : "save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  readonly entered: Entered;
  readonly onChange: (part: Partial<Entered>) => void;
}

function SignInFields({ entered, onChange }: FieldsProps): ReactNode {
  const { t } = useWords();
  return (
    <>
      <TextField
        label={t("email")}
        type="email"
        required
        autoComplete="off"
        value={entered.email}
        onText={(text) => onChange({ email: text })}
      />
      <PasswordField
        label={t("team.password")}
        hint={t("password.hint", { least: MIN_PASSWORD_CHARS })}
        autoComplete="new-password"
        value={entered.password}
        onChange={(password) => onChange({ password })}
      />
    </>
  );
}

function RoleFields({ entered, onChange }: FieldsProps): ReactNode {
  const { t } = useWords();
  return (
    <>
      <ChoiceField
        label={t("team.role")}
        hint={t(`role.${entered.role}.hint`)}
        options={ROLES.map((role) => [role, t(`role.${role}`)])}
        value={entered.role}
        onText={(chosen) => {
          const role = ROLES.find((each) => each === chosen);
          if (role !== undefined) onChange({ role, ...(role === "light-agent" ? { chatAccess: false } : {}) });
        }}
      />
      <Switch
        label={t("team.chat-access")}
        hint={t("team.chat-access-hint")}
        checked={entered.chatAccess}
        disabled={entered.role === "light-agent"}
        onChange={(chatAccess) => onChange({ chatAccess })}
      />
    </>
  );
}

function startingFrom(member: TeamMember | null): Entered {
  if (member === null) return { name: "", email: "", password: "", role: "agent", chatAccess: true, active: true };
  const { name, email, role, chatAccess, active } = member;
  return { name, email, password: "", role, chatAccess, active };
}

function store(member: TeamMember | null, entered: Entered): Promise<unknown> {
  const { active, email, password, ...common } = entered;
  return member === null
    ? call(teamMembersApi.add, { body: { ...common, email: email.trim(), password } })
    : call(teamMembersApi.change, { params: { id: member.id }, body: { ...common, active } });
}
