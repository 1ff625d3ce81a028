/** Gives the conversation to a colleague, or back to the queue. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Channel } from "../../../contract/shared.ts";
import type { AgentConversation } from "../../../contract/conversation/agent-shapes.ts";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { accountApi } from "../../../contract/people/account.ts";
import { mayReply } from "../../../contract/people/roles.ts";
import { takeHere } from "../attention/taken-here.ts";
import { call } from "../api.ts";
import { usePhotos } from "../controls/face.tsx";
import { Icon } from "../controls/icons.tsx";
import { Menu, type MenuItem } from "../controls/menu.tsx";
import { keys } from "../live/keys.ts";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";
import { whyNoHandling } from "./timeline/reply-words.ts";
import { useAct } from "./use-conversation.ts";

interface Props {
  readonly conversation: AgentConversation;
  /** By which a reply would go: whoever could not reply is not offered. */
  readonly channel: Channel;
}

export function HandOver({ conversation, channel }: Props): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const photoOf = usePhotos();
  const act = useAct(conversation.id);
  const team = useQuery({ queryKey: keys.team, queryFn: () => call(accountApi.team) });
  const barred = whyNoHandling(me, conversation.status);
  const { assignee } = conversation;
  const give = (agentId: string | null): void => {
    if (agentId === me.id) takeHere(conversation.id);
    void act(() => call(conversationApi.assign, { params: { id: conversation.id }, body: { agentId } }));
  };
  const colleagues = (team.data?.agents ?? []).filter((agent) => mayReply({ ...agent, role: "agent" }, channel));

  const agents = colleagues.map((agent): MenuItem => ({
    id: agent.id,
    label: agent.id === me.id ? t("assignee.me", { name: agent.name }) : agent.name,
    hint: t(`presence.${agent.presence}`),
    dot: `presence-${agent.presence}`,
    face: { name: agent.name, photo: photoOf(agent.id) },
    checked: assignee?.id === agent.id,
    onChoose: () => give(agent.id),
  }));
  const queue: MenuItem = {
    id: "queue",
    label: t("assignee.queue"),
    checked: assignee === null,
    onChoose: () => give(null),
  };
  const name = assignee === null ? t("assignee.nobody") : assignee.id === me.id ? t("assignee.you") : assignee.name;
  return (
    <Menu
      items={[...agents, queue]}
      opens="down-end"
      className="button"
      disabled={barred !== null}
      label={t("assignee.button", { name })}
      {...(barred === null ? {} : { title: t(barred) })}
    >
      <Icon name="person" />
      <span className="assignee-name">{name}</span>
    </Menu>
  );
}
