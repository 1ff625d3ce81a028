/** Adds a team member, or changes one's name, role and Chat access. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, type SubmitEvent, useState } from "react";
import { addressOf } from "../../../../contract/address.ts";
import { accountApi } from "../../../../contract/people/account.ts";
import type { HandedLink as Link } from "../../../../contract/passwords/passwords.ts";
import { type AddTeamMember, type TeamMember, teamMembersApi } from "../../../../contract/people/team-members.ts";
import { memberPhotoApi } from "../../../../contract/people/photos.ts";
import { chatAccessOf, mayHandle } from "../../../../contract/people/roles.ts";
import { PhotoField } from "../../account/photo-field.tsx";
import { call } from "../../api.ts";
import { Dialog } from "../../controls/dialog.tsx";
import { Switch } from "../../controls/field.tsx";
import { ChoiceField, TextField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { useSave } from "../use-settings.ts";
import { HandedLink } from "./handed-link.tsx";

const ROLES = ["admin", "agent", "light-agent"] as const;

interface Entered extends AddTeamMember {
  readonly active: boolean;
  /** Empty: the queue. */
  readonly heir: string;
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
  const [link, setLink] = useState<Link | null>(null);
  const change = (part: Partial<Entered>): void => setEntered({ ...entered, ...part });
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    let made: Link | null = null;
    const isDone = await save(async () => {
      made = await store(member, entered);
    });
    if (made !== null) setLink(made);
    else if (isDone) onClose();
  };
  if (link !== null) return <Added name={entered.name} link={link} onClose={onClose} />;
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
        {member === null ? (
          <TextField
            label={t("email")}
            hint={t("team.email-hint")}
            type="email"
            required
            autoComplete="off"
            value={entered.email}
            onText={(text) => change({ email: text })}
          />
        ) : null}
        {member === null ? null : (
          <PhotoField
            of={member}
            path={addressOf(memberPhotoApi.save, { params: { id: member.id } })}
            onRemove={() => call(memberPhotoApi.remove, { params: { id: member.id } })}
          />
        )}
        <RoleFields entered={entered} onChange={change} />
        {member === null ? null : <ActiveFields member={member} entered={entered} onChange={change} />}
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

interface AddedProps {
  readonly name: string;
  readonly link: Link;
  readonly onClose: () => void;
}

function Added({ name, link, onClose }: AddedProps): ReactNode {
  const { t } = useWords();
  return (
    <Dialog title={t("team.added", { name })} onClose={onClose}>
      <div className="stack">
        <p>{t("team.added-lead", { name })}</p>
        <HandedLink name={name} link={link} />
        <div className="row end">
          <button type="button" className="button" onClick={onClose}>
            {t("close")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

interface FieldsProps {
  readonly entered: Entered;
  readonly onChange: (part: Partial<Entered>) => void;
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
          if (role !== undefined) onChange({ role, chatAccess: chatAccessOf({ ...entered, role }) });
        }}
      />
      <Switch
        label={t("team.chat-access")}
        hint={t("team.chat-access-hint")}
        checked={entered.chatAccess}
        disabled={!mayHandle(entered)}
        onChange={(chatAccess) => onChange({ chatAccess })}
      />
    </>
  );
}

function ActiveFields({ member, entered, onChange }: FieldsProps & { readonly member: TeamMember }): ReactNode {
  const { t } = useWords();
  const team = useQuery({ queryKey: keys.team, queryFn: () => call(accountApi.team) });
  const heirs = (team.data?.agents ?? []).filter(({ id }) => id !== member.id);
  return (
    <>
      <Switch
        label={t("team.active")}
        hint={t("team.active-hint")}
        checked={entered.active}
        onChange={(active) => onChange({ active })}
      />
      {member.active && !entered.active ? (
        <ChoiceField
          label={t("team.heir")}
          options={[["", t("team.heir-queue")], ...heirs.map(({ id, name }) => [id, name] as const)]}
          value={entered.heir}
          onText={(heir) => onChange({ heir })}
        />
      ) : null}
    </>
  );
}

function startingFrom(member: TeamMember | null): Entered {
  if (member === null) return { name: "", email: "", role: "agent", chatAccess: true, active: true, heir: "" };
  const { name, email, role, chatAccess, active } = member;
  return { name, email, role, chatAccess, active, heir: "" };
}

/** The link to pass on, where somebody was added. */
async function store(member: TeamMember | null, entered: Entered): Promise<Link | null> {
  const { active, email, heir, ...common } = entered;
  if (member === null) return (await call(teamMembersApi.add, { body: { ...common, email: email.trim() } })).link;
  await call(teamMembersApi.change, {
    params: { id: member.id },
    body: { ...common, active, heir: heir === "" ? null : heir },
  });
  return null;
}
