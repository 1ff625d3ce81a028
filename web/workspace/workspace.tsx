/** The agent's workspace: views, list, conversation, side panel; on a phone one of them at a time. */
import { type ReactNode, useState } from "react";
import { useRoute } from "wouter";
import { useBadge } from "./attention/use-announcements.ts";
import { ConversationPage } from "./conversation/conversation-page.tsx";
import { ListPane } from "./queue/list-pane.tsx";
import { useCounts } from "./queue/use-list.ts";
import { useView } from "./queue/view-of-url.ts";
import { EmptyStage } from "./shell/empty-stage.tsx";
import { HelpDialog } from "./shell/help-dialog.tsx";
import { LinkBar } from "./shell/link-bar.tsx";
import { Rail } from "./shell/rail.tsx";
import { useKeys } from "./shell/use-keys.ts";
import { TriagePage } from "./triage/triage-page.tsx";
import { TriagePane } from "./triage/triage-pane.tsx";
import { useWords } from "./words-context.tsx";

export function Workspace(): ReactNode {
  const { t } = useWords();
  const view = useView();
  const [isOpen, params] = useRoute("/c/:id");
  const [isTriage, triageParams] = useRoute("/triage/:id?");
  const openId = isTriage ? (triageParams.id ?? null) : isOpen ? params.id : null;
  const counts = useCounts(isTriage);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const openHelp = (): void => setHelpOpen(true);
  useBadge(counts?.queue ?? 0, isTriage ? t("triage") : t(`view.${view}`));
  useKeys({ "?": openHelp });

  return (
    <div className={openId === null ? "shell at-list" : "shell at-conversation"}>
      <a className="skip" href="#stage">
        {t("skip")}
      </a>
      <LinkBar />
      <Rail view={isTriage ? null : view} counts={counts} onHelp={openHelp} />
      <main className="desk">
        {isTriage ? <TriagePane openId={openId} /> : <ListPane view={view} openId={openId} />}
        <div id="stage" className="stage" tabIndex={-1}>
          {openId === null ? (
            <EmptyStage queued={counts?.queue ?? 0} onHelp={openHelp} />
          ) : isTriage ? (
            <TriagePage key={openId} id={openId} />
          ) : (
            <ConversationPage key={openId} id={openId} />
          )}
        </div>
      </main>
      {isHelpOpen ? <HelpDialog onClose={() => setHelpOpen(false)} /> : null}
    </div>
  );
}
