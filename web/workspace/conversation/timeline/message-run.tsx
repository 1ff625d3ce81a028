/** What one author wrote in one go: the name once, then each message with its fate. */
import type { ReactNode } from "react";
import type { AgentMessage } from "../../../../contract/shared.ts";
import { Face } from "../../controls/face.tsx";
import { Icon } from "../../controls/icons.tsx";
import type { Held } from "../../live/merge-changes.ts";
import { useMe } from "../../me-context.tsx";
import { useWords, type WordKey } from "../../words-context.tsx";
import { FormEntry } from "./form-entry.tsx";
import { MessageView } from "./message-view.tsx";
import type { Run } from "./timeline-entries.ts";

interface Props {
  readonly run: Run;
  readonly held: Held;
  readonly who: string;
  /** By the agent's id; null: they have none. */
  readonly photoOf: (agentId: string | null) => string | null;
  readonly onCorrect: (text: string) => void;
}

export function MessageRun({ run, held, who, photoOf, onCorrect }: Props): ReactNode {
  const { t, times } = useWords();
  const me = useMe();
  const [first] = run.messages;
  const name = authorName(first, who, t);
  const isOwn = first.author.id === me.id;
  if (first.form !== null) return <FormEntry message={first} form={first.form} who={who} />;
  return (
    <div role="group" className={`run ${runKind(first)}`} aria-label={t("by", { name })}>
      {first.author.kind === "system" ? null : first.author.kind === "end-user" && first.author.name === null ? (
        <span className="avatar" aria-hidden="true">
          <Icon name="person" />
        </span>
      ) : (
        <Face name={name} photo={first.author.kind === "agent" ? photoOf(first.author.id) : null} />
      )}
      <div className="run-body">
        <p className="run-head">
          <span className="run-name">{isOwn ? t("you") : name}</span>
          {first.visibility === "note" ? <span className="note-mark">{t("note.mark")}</span> : null}
          <time dateTime={new Date(first.postedAt).toISOString()} title={times.exact(first.postedAt)}>
            {times.clock(first.postedAt)}
          </time>
          {first.author.kind === "another-sender" ? (
            <span className="stranger-mark">{t("sender.shown", { who })}</span>
          ) : null}
          {first.author.kind === "end-user" || first.author.kind === "another-sender" ? (
            <ChannelMark channel={first.channel} />
          ) : null}
        </p>
        {run.messages.map((message) => (
          <MessageView key={message.seq} message={message} held={held} who={who} isOwn={isOwn} onCorrect={onCorrect} />
        ))}
      </div>
    </div>
  );
}

function ChannelMark({ channel }: { readonly channel: AgentMessage["channel"] }): ReactNode {
  const { t } = useWords();
  return (
    <span className={`channel-mark ${channel}`}>
      <Icon name={channel === "email" ? "mail" : "chat"} />
      {t(`via.${channel}`)}
    </span>
  );
}

function runKind(message: AgentMessage): string {
  if (message.visibility === "note") return "note";
  if (message.anotherSender !== null || message.author.kind === "another-sender") return "stranger";
  return message.author.kind;
}

function authorName(message: AgentMessage, who: string, t: (key: WordKey) => string): string {
  if (message.anotherSender !== null) return message.anotherSender === "" ? t("sender.unknown") : message.anotherSender;
  if (message.author.kind === "system") return t("automatic");
  return message.author.kind === "end-user" ? (message.author.name ?? who) : (message.author.name ?? t("agent"));
}
