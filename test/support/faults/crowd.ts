/** People who write all the time, each message until it is acknowledged, whatever becomes of the servers. */
import { setTimeout as pause } from "node:timers/promises";
import type { BrandId, ConversationId } from "../../../src/domain/ids.ts";
import { type Door, newClientId, Refused, visit } from "../doors/doors.ts";

interface Writer {
  readonly id: ConversationId;
  /** The texts that were acknowledged, in the order in which they were written. */
  readonly acknowledged: readonly string[];
}

export interface Crowd {
  readonly writers: readonly Writer[];
  /** How many tries were not acknowledged, by what came instead. */
  readonly refused: ReadonlyMap<string, number>;
  /** Each ends with the message under way, acknowledged. */
  leave(): Promise<void>;
}

/** A person who was refused tries again after this; people are not machines. */
const AGAIN_AFTER_MS = 50;

/** `many` visitors, each at one of the doors and, at each failure, at the next. */
export async function crowdAt(doors: readonly Door[], brandId: BrandId, many: number): Promise<Crowd> {
  const refused = new Map<string, number>();
  const writers: { id: ConversationId; acknowledged: string[] }[] = [];
  const life = { isOver: false };
  const write = async (place: number): Promise<() => Promise<void>> => {
    const doorOf = (tries: number): Door => doors[(place + tries) % doors.length] ?? { url: "" };
    const visitor = await visit(doorOf(0), brandId);
    const begun = { id: await visitor.begin(doorOf(0), { text: "Bonjour" }), acknowledged: ["Bonjour"] };
    writers.push(begun);
    return async () => {
      for (let count = 1; !life.isOver; count += 1) {
        const said = { text: `${place}.${count}`, clientId: newClientId() };
        for (let tries = 0; ; tries += 1) {
          const why = await visitor.write(doorOf(tries), begun.id, said).then(() => null, reasonOf);
          if (why === null) break;
          refused.set(why, (refused.get(why) ?? 0) + 1);
          await pause(AGAIN_AFTER_MS);
        }
        begun.acknowledged.push(said.text);
      }
    };
  };
  const running = (await Promise.all(Array.from({ length: many }, (_, place) => write(place)))).map((run) => run());
  return {
    writers,
    refused,
    async leave() {
      life.isOver = true;
      await Promise.all(running);
    },
  };
}

/** `503 unavailable`, or `no answer`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Refused)) return "no answer";
  return `${error.status} ${/"code":"([a-z-]+)"/.exec(error.message)?.[1] ?? ""}`.trim();
}
