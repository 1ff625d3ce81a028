/** The agent: presence, language, sign out. */
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import type { AgentPresence } from "../../../contract/people/account.ts";
import { Face } from "../controls/face.tsx";
import { Icon } from "../controls/icons.tsx";
import { Menu, type MenuItem } from "../controls/menu.tsx";
import { useChangeMe, useMe } from "../me-context.tsx";
import { LANGUAGES, useWords } from "../words-context.tsx";
import { useChangePresence } from "./change-presence.tsx";
import { useSigningOut } from "./sign-out.tsx";

const PRESENCES: readonly AgentPresence[] = ["online", "away", "offline"];

export function AgentMenu(): ReactNode {
  const { t, locale } = useWords();
  const me = useMe();
  const change = useChangeMe();
  const signingOut = useSigningOut();
  const changing = useChangePresence();
  const [, goTo] = useLocation();

  const presences = PRESENCES.map((presence): MenuItem => {
    const isBarred = presence !== "offline" && !me.chatAccess;
    return {
      id: presence,
      label: t(`presence.${presence}`),
      dot: `presence-${presence}`,
      checked: me.presence === presence,
      onChoose: () => changing.change(presence),
      ...(isBarred ? { disabledBecause: t("barred.chat-access") } : { hint: t(`presence.${presence}.hint`) }),
    };
  });
  const languages = LANGUAGES.map(({ tag, name }): MenuItem => ({
    id: tag,
    label: name,
    checked: locale === tag,
    onChoose: () => change({ locale: tag }),
  }));
  const account: MenuItem = { id: "account", label: t("own-account"), onChoose: () => goTo("/account") };
  const leave: MenuItem = { id: "sign-out", label: t("sign-out"), hint: me.email, onChoose: signingOut.ask };

  return (
    <div className="agent-menu">
      <Menu items={presences} opens="up-start" className="rail-link agent-button" caret={false}>
        <Face name={me.name} photo={me.photo}>
          <span className={`dot presence-${me.presence}`} />
        </Face>
        <span className="agent-words">
          <span className="agent-name">{me.name}</span>
          <span className="agent-presence">{t(`presence.${me.presence}`)}</span>
          <span className="unseen">{t("presence.change")}</span>
        </span>
      </Menu>
      <Menu
        items={[...languages, account, leave]}
        opens="up-end"
        className="button icon-only quiet"
        label={t("agent-menu")}
        caret={false}
      >
        <Icon name="more" />
      </Menu>
      {signingOut.dialog}
      {changing.dialog}
    </div>
  );
}
