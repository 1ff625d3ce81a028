/** An agent's own account: how others see them, their password, where they are signed in. */
import type { ReactNode } from "react";
import { Frame } from "../admin/frame.tsx";
import { Page } from "../admin/page.tsx";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";
import { PasswordCard } from "./password-card.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";

export function OwnAccount(): ReactNode {
  const { t } = useWords();
  const me = useMe();
  return (
    <Frame title={t("own-account")}>
      <Page trail={["own-account"]} title={me.name} lead={me.email}>
        <ProfileCard />
        <PasswordCard />
        <SessionsCard />
      </Page>
    </Frame>
  );
}
