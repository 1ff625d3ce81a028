/** *Suspend* and *Spam*, and the bar that says so afterwards, with the way back. */
import type { ReactNode } from "react";
import { blockedApi } from "../../../contract/people/blocked.ts";
import type { AgentConversation } from "../../../contract/conversation/agent-shapes.ts";
import { mayHandle } from "../../../contract/people/roles.ts";
import { call } from "../api.ts";
import { Icon } from "../controls/icons.tsx";
import { Menu, type MenuItem } from "../controls/menu.tsx";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";
import { useAct } from "./use-conversation.ts";

export function PersonMenu({ conversation }: { readonly conversation: AgentConversation }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const act = useAct(conversation.id);
  const isBlocked = conversation.endUser.blockId !== null;
  if (!mayHandle(me)) return null;
  const item = (because: "suspended" | "spam"): MenuItem => ({
    id: because,
    label: t(`block.${because}`),
    hint: t(`block.${because}.hint`),
    ...(isBlocked ? { disabledBecause: t("block.already") } : {}),
    onChoose: () => void act(() => call(blockedApi.person, { params: { id: conversation.id }, body: { because } })),
  });
  return (
    <div className="person-menu">
      <Menu
        items={[item("suspended"), item("spam")]}
        opens="down-end"
        className="button icon-only quiet"
        label={t("block.menu")}
        title={t("block.menu")}
        caret={false}
      >
        <Icon name="more" />
      </Menu>
    </div>
  );
}

export function BlockedBar({ conversation }: { readonly conversation: AgentConversation }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const act = useAct(conversation.id);
  const { blockId } = conversation.endUser;
  if (blockId === null) return null;
  return (
    <div className="blocked-bar" role="note">
      <Icon name="barred" />
      <p>{t("block.bar")}</p>
      {mayHandle(me) ? (
        <button
          type="button"
          className="button"
          onClick={() => void act(() => call(blockedApi.lift, { params: { id: blockId } }))}
        >
          {t("blocked.lift")}
        </button>
      ) : null}
    </div>
  );
}
