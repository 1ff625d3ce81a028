/** @jsxImportSource preact */
import { Component, type VNode } from "preact";
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import type { Files } from "../files/files.ts";
import type { Item, Row } from "../conversation/rows.ts";
import { Attachments } from "./attachments.tsx";
import type { Sender } from "../conversation/sender.ts";
import type { WidgetWords, WordKey } from "../words.ts";
import type { Dealing, Given } from "./context.ts";
import { EmailForm } from "./email-form.tsx";
import { Avatar, BrandMark } from "./icon.tsx";
import { withFormat, withLinks } from "./links.tsx";

interface RunProps extends Dealing {
  readonly run: Extract<Row, { kind: "run" }>;
  readonly conversation: WidgetConversation | null;
  readonly files: Files | null;
  /** It has come by both channels so far: only then does it matter which. */
  readonly isMixed: boolean;
  /** Under the person's newest message stands whether it was sent or read. */
  readonly isNewestOfMine: boolean;
}

/** A run of messages by one author: name and avatar once, time and channel once. */
export function Run({ run, conversation, isMixed, isNewestOfMine, files, ...given }: RunProps): VNode {
  const { words, config } = given;
  const isMine = run.author.kind === "end-user";
  const name = run.author.kind === "system" ? config.brand.name : (run.author.name ?? config.brand.name);
  return (
    <div class={`run ${isMine ? "mine" : "theirs"}`}>
      {isMine ? <span class="hidden">{words.t("message.you")}</span> : <Face run={run} name={name} config={config} />}
      {!isMine && <span class="name">{name}</span>}
      {run.items.map((item) => (
        <div
          key={item.key}
          class="message"
          data-channel={run.channel}
          data-seq={item.seq}
          data-theirs={isMine ? undefined : item.seq}
        >
          {item.form === null ? (
            <Content item={item} isFormatted={run.author.kind === "agent"} files={files} {...given} />
          ) : (
            <EmailForm
              seq={item.seq}
              form={item.form}
              text={item.text}
              address={conversation?.address ?? null}
              mailLeaves={conversation?.mailLeaves ?? false}
              {...given}
            />
          )}
        </div>
      ))}
      <Meta
        run={run}
        conversation={conversation}
        isMixed={isMixed}
        isNewestOfMine={isNewestOfMine}
        files={files}
        {...given}
      />
    </div>
  );
}

/** Of whom is not before the screen; the brand's own, where nobody in particular speaks. */
const Face = ({ run, name, config }: Pick<RunProps, "run" | "config"> & { readonly name: string }): VNode =>
  run.author.kind === "system" || run.author.name === null ? (
    <BrandMark config={config} />
  ) : (
    <Avatar name={name} photo={run.author.photo} />
  );

/** Words, files or both. */
const Content = ({ item, isFormatted, files, ...given }: BubbleProps & { readonly files: Files | null }): VNode => (
  <>
    {(item.text !== "" || item.attachments.length === 0 || item.cut !== null) && (
      <Bubble item={item} isFormatted={isFormatted} {...given} />
    )}
    {item.attachments.length > 0 && <Attachments item={item} files={files} {...given} />}
  </>
);

interface BubbleProps extends Given {
  readonly item: Item;
  /** By an agent: nobody else's marks are meant as such. */
  readonly isFormatted: boolean;
}

class Bubble extends Component<BubbleProps, { readonly isUnfolded: boolean }> {
  override state = { isUnfolded: false };

  override render(): VNode {
    const { item, isFormatted, words } = this.props;
    const { isUnfolded } = this.state;
    if (item.isDeleted) return <div class="bubble deleted">{words.t("message.deleted")}</div>;
    return (
      <div class="bubble" dir="auto">
        {isFormatted ? withFormat(item.text) : withLinks(item.text)}
        {item.isEdited && <span class="edited">({words.t("message.edited")})</span>}
        {item.cut !== null && (
          <>
            {isUnfolded && <div class="cut">{item.cut}</div>}
            <button
              class="fold"
              type="button"
              aria-expanded={isUnfolded}
              onClick={() => this.setState({ isUnfolded: !isUnfolded })}
            >
              {words.t(isUnfolded ? "message.less" : "message.more")}
            </button>
          </>
        )}
      </div>
    );
  }
}

function Meta({ run, conversation, isMixed, isNewestOfMine, words, messenger }: RunProps): VNode | null {
  const last = run.items.at(-1);
  if (last === undefined) return null;
  const refused = run.items.find((item) => item.unsent !== null && item.unsent.refused !== null);
  if (refused !== undefined) return <Refused item={refused} words={words} sender={messenger.sender} />;
  const at = last.unsent?.heldUntil ?? 0;
  const sending = at > Date.now() ? "state.later" : "state.sending";
  const state = last.unsent === null ? fateOf(last.seq, conversation) : sending;
  return (
    <p class="meta">
      <time dateTime={new Date(last.at).toISOString()}>{timeOf(last.at, words.locale)}</time>
      {isMixed &&
        run.author.kind !== "system" &&
        ` · ${words.t(run.channel === "email" ? "mark.email" : "mark.messaging")}`}
      {isNewestOfMine && <span class="state"> · {words.t(state, { at })}</span>}
    </p>
  );
}

/** What has become of a message that the server has: the furthest that is true. */
function fateOf(seq: number, conversation: WidgetConversation | null): WordKey {
  if (conversation === null) return "state.sent";
  const { agentsReadUpTo, deliveredUpTo } = conversation;
  if (agentsReadUpTo >= seq) return "state.read";
  return deliveredUpTo === null || deliveredUpTo >= seq ? "state.delivered" : "state.sent";
}

interface RefusedProps {
  readonly item: Item;
  readonly words: WidgetWords;
  readonly sender: Sender;
}

/** A message that the server did not take. Where a file of it is gone, trying again as it is would not help. */
function Refused({ item, words, sender }: RefusedProps): VNode {
  const isFileGone = item.unsent?.refused === "file-unknown";
  return (
    <p class="meta refusal" role="alert">
      {words.t(isFileGone ? "state.file-unknown" : "state.refused")}
      {isFileGone && item.text !== "" && (
        <button class="link" type="button" onClick={() => sender.withoutFiles(item.key)}>
          {words.t("state.without-files")}
        </button>
      )}
      {!isFileGone && (
        <button class="link" type="button" onClick={() => sender.again(item.key)}>
          {words.t("state.again")}
        </button>
      )}
      <button class="link" type="button" onClick={() => sender.discard(item.key)}>
        {words.t("state.discard")}
      </button>
    </p>
  );
}

const timeOf = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(at);
