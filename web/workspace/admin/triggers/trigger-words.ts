/** The words of messaging triggers that an admin has not worded. */
import type { Trigger } from "../../../../contract/triggers/triggers.ts";
import type { WordKey } from "../../words-context.tsx";

interface Shipped {
  readonly name: WordKey;
  readonly description: WordKey;
}

/** The shipped words of a trigger; null: an admin made it. */
export const shippedWords = ({ key }: Pick<Trigger, "key">): Shipped | null =>
  key === null ? null : { name: `trigger.${key}.name`, description: `trigger.${key}.description` };
