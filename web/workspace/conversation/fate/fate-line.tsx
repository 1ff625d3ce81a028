/** The fate of one reply in words, live, with what can be done about it. */
import type { ReactNode } from "react";
import type { AgentConversation } from "../../../../contract/conversation/agent-shapes.ts";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import type { AgentMessage } from "../../../../contract/shared.ts";
import { mayHandle } from "../../../../contract/people/roles.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { Icon, type IconName } from "../../controls/icons.tsx";
import { useMe } from "../../me-context.tsx";
import { useWords } from "../../words-context.tsx";
import { type FateAction, type FateSentence, type FateTone, fateSentence } from "./fate-words.ts";
import { useAct } from "../use-conversation.ts";

interface Props {
  readonly message: AgentMessage;
  readonly conversation: AgentConversation;
  readonly who: string;
  readonly isOwn: boolean;
  readonly onCorrect: (text: string) => void;
}

const TONE_ICONS: Readonly<Record<FateTone, IconName>> = {
  done: "check",
  waiting: "clock",
  held: "pause",
  trouble: "warning",
};

/** A time nearer than this is said with its seconds. */
const WITH_SECONDS_MS = 60_000;

export function FateLine(props: Props): ReactNode {
  const isWaiting = props.message.fate?.name === "waiting";
  const now = useNow(isWaiting ? 1_000 : 60_000);
  const { hasRelay } = useMe().account;
  const { who, conversation } = props;
  const sentence = fateSentence(props.message, { who, conversation, now, hasRelay });
  return sentence === null ? null : <FateWords {...props} sentence={sentence} now={now} />;
}

interface WordsProps extends Props {
  readonly sentence: FateSentence;
  readonly now: number;
}

function FateWords({ message, conversation, isOwn, onCorrect, sentence, now }: WordsProps): ReactNode {
  const { t, times } = useWords();
  const me = useMe();
  const act = useAct(conversation.id);
  const spoken = Object.fromEntries(
    Object.entries(sentence.times).map(([name, at]) => [
      name,
      at > now && at - now < WITH_SECONDS_MS ? times.clockWithSeconds(at) : times.moment(at, now),
    ]),
  );
  const actions = mayHandle(me) ? sentence.actions.filter((action) => action !== "correct" || isOwn) : [];
  const run = (action: FateAction): void => {
    if (action === "correct") onCorrect(message.text);
    else void act(() => carryOut(action, conversation.id, message.seq));
  };
  return (
    <p className={`fate ${sentence.tone}`}>
      <Icon name={sentence.key.startsWith("fate.mailed") ? "mail" : TONE_ICONS[sentence.tone]} />
      <span className="fate-words">{t(sentence.key, { ...sentence.texts, ...spoken })}</span>
      {actions.map((action) => (
        <button key={action} type="button" className="button link" onClick={() => run(action)}>
          {t(`fate.do.${action}`)}
        </button>
      ))}
    </p>
  );
}

async function carryOut(action: Exclude<FateAction, "correct">, id: string, seq: number): Promise<unknown> {
  const params = { id, seq };
  switch (action) {
    case "send-now":
      return call(conversationApi.sendNow, { params });
    case "withhold":
      return call(conversationApi.withhold, { params });
    case "release":
      return call(conversationApi.release, { params });
    case "send-anyway":
      await call(conversationApi.release, { params });
      return call(conversationApi.sendNow, { params });
    case "ask-address":
      return call(conversationApi.askAddress, { params });
    default:
      return action satisfies never;
  }
}
