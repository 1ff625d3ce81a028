/** @jsxImportSource preact */
import type { VNode } from "preact";
import { currentThread, type State } from "../state.ts";
import type { Given } from "../view/context.ts";
import { dayName } from "../view/day-name.ts";
import { Avatar } from "../view/icon.tsx";
import { type Said, sayPresence } from "./presence-words.ts";

interface PresenceProps extends Given {
  readonly state: State;
}

/** Who is there and how long it takes, as long as nobody has answered in the conversation shown. Null: nothing to say. */
export function Presence({ state, words }: PresenceProps): VNode | null {
  const { availability } = state;
  const said = availability && sayPresence(availability, currentThread(state), Date.now());
  if (said === null) return null;
  const { hours } = said;
  return (
    <div class="presence" role="status">
      <div class="faces">
        {availability?.faces.map((face) => (
          <Avatar key={face.name} {...face} />
        ))}
      </div>
      <p class={`light light-${availability?.status}`}>
        {words.t(said.who.key, { ...said.who.given, ...named(said, words) })}
      </p>
      {hours && <p>{words.t(hours.key, { ...hours.given, day: dayName(hours.given.at, words.locale) })}</p>}
      {said.next && <p>{words.t(said.next.key, said.next.given)}</p>}
    </div>
  );
}

/** Names as the language lists them. */
const named = ({ names }: Said, { locale }: Given["words"]): { readonly names?: string } =>
  names.length === 0 ? {} : { names: new Intl.ListFormat(locale, { type: "conjunction" }).format(names) };
