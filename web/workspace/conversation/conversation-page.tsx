/** One conversation: head, messages, composer, and beside them who the person is. */
import { type ReactNode, useRef, useState } from "react";
import { mayAccept } from "../../../contract/people/roles.ts";
import type { Held } from "../live/merge-changes.ts";
import { useSetting } from "../browser-setting.ts";
import { useIsWide } from "../use-is-wide.ts";
import { Icon } from "../controls/icons.tsx";
import { Trouble } from "../controls/trouble.tsx";
import { useFileTrays } from "../files/file-tray-context.tsx";
import { useDrop } from "../files/use-drop.ts";
import { useMe } from "../me-context.tsx";
import { useKeys } from "../shell/use-keys.ts";
import { useWords } from "../words-context.tsx";
import { Composer } from "./composer/composer.tsx";
import { ConversationHeader } from "./conversation-header.tsx";
import { BlockedBar } from "./person-menu.tsx";
import { replyChannel } from "./timeline/reply-words.ts";
import { SidePanel, SidePanelDrawer } from "./side-panel.tsx";
import { Timeline } from "./timeline/timeline.tsx";
import { useAccept } from "./use-accept.ts";
import type { ComposerHandle } from "./composer/use-composer.ts";
import { useConversation } from "./use-conversation.ts";

export function ConversationPage({ id }: { readonly id: string }): ReactNode {
  const { held, error, reload } = useConversation(id);
  if (held !== undefined) return <ConversationOpen held={held} />;
  return error === null ? <div className="loading" /> : <Trouble error={error} onRetry={reload} />;
}

function ConversationOpen({ held }: { readonly held: Held }): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const composer = useRef<ComposerHandle>(null);
  const accept = useAccept();
  const panel = usePanel();
  const { conversation } = held;
  const who = conversation.endUser.name ?? t("visitor", { label: conversation.label });
  const trays = useFileTrays();
  const drop = useDrop(
    conversation.status === "closed" ? null : (files, folders) => trays.add(conversation.id, files, folders),
  );

  useKeys({
    r: () => composer.current?.focus("public"),
    n: () => composer.current?.focus("note"),
    a: () => {
      if (conversation.queuedAt !== null && mayAccept(me)) void accept(conversation.id);
    },
  });

  return (
    <div className={panel.isBeside ? "conversation with-panel" : "conversation"} {...drop.handlers}>
      <div className="conversation-top">
        <ConversationHeader
          channel={replyChannel(held.messages)}
          conversation={conversation}
          who={who}
          isPanelOpen={panel.isBeside || panel.isOver}
          onPanel={panel.toggle}
        />
        <BlockedBar conversation={conversation} />
      </div>
      <Timeline held={held} who={who} onCorrect={(text) => composer.current?.put(text)} />
      <Composer ref={composer} held={held} who={who} />
      {panel.isBeside ? <SidePanel held={held} who={who} /> : null}
      {panel.isOver ? <SidePanelDrawer held={held} who={who} onClose={panel.close} /> : null}
      {drop.isOver ? (
        <p className="drop-hint">
          <Icon name="clip" /> {t("files.drop")}
        </p>
      ) : null}
    </div>
  );
}

/** Beside the messages, as it was left in this browser; where there is no room, over them, and only when it is asked for. */
function usePanel() {
  const isWide = useIsWide();
  const [isKept, keep] = useSetting("panel", true);
  const [isDrawn, draw] = useState(false);
  return {
    isBeside: isWide && isKept,
    isOver: !isWide && isDrawn,
    toggle: () => (isWide ? keep(!isKept) : draw(!isDrawn)),
    close: () => draw(false),
  };
}
