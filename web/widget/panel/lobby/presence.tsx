/** @jsxImportSource preact */
import type { VNode } from "preact";
import { currentThread, type State } from "../state.ts";
import type { Given } from "../view/context.ts";
import { type Said, sayPresence } from "./presence-words.ts";

interface PresenceProps extends Given {
  readonly state: State;
}

/** Who is there and how long it takes, as long as nobody has answered in the conversation shown. Null: nothing to say. */
export function Presence({ state, words }: PresenceProps): VNode | null {
  const { availability } = state;
  const said = availability && sayPresence(availability, currentThread(state));
  if (said === null) return null;
  return (
    <div class="presence" role="status">
      <p class={`light light-${availability?.status}`}>
        {words.t(said.who.key, { ...said.who.given, ...named(said, words) })}
      </p>
      {said.next && <p>{words.t(said.next.key, said.next.given)}</p>}
    </div>
  );
}

/** Names as the language lists them. */
const named = ({ names }: Said, { locale }: Given["words"]): { readonly names?: string } =>
  names.length === 0 ? {} : { names: new Intl.ListFormat(locale, { type: "conjunction" }).format(names) };
