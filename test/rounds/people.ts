/** Who is there in a round: visitors in front of the page, visitors who have gone, and their correspondence. */
import { setTimeout as pause } from "node:timers/promises";
import { newClientId, visit, type Visitor } from "../support/doors/doors.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { answerTo, handOver } from "../support/peers/smtp-client.ts";
import type { Chance } from "./chance.ts";
import type { Installation } from "./installation.ts";
import { insist, type Trying } from "./insist.ts";

export interface Person {
  readonly id: ConversationId;
  readonly address: string;
  readonly visitor: Visitor;
  /** Sits in front of the page, and reads what comes; else has gone before the first reply. */
  readonly stays: boolean;
}

export interface Round extends Trying {
  readonly at: Installation;
  readonly chance: Chance;
  /** In every text of the round, so that each stands for one message. */
  readonly name: string;
}

const BETWEEN_MESSAGES_MS = 400;

let lastText = 0;
export const newText = ({ name }: Round, by: string): string => `${name} ${by} says ${(lastText += 1)}`;

/** Null: nobody took the first message before the round was over. */
export async function arrive(round: Round, stays: boolean): Promise<Person | null> {
  const text = newText(round, "visitor");
  const clientId = newClientId();
  const visitor = await insist(round, (door) => visit(door, round.at.acme.brandId));
  if (visitor === null) return null;
  const id = await insist(round, (door) => visitor.begin(door, { text, clientId }));
  if (id === null) return null;
  round.ledger.messages.push({ id, clientId, seq: 1, text, maybe: null, by: "visitor", file: null });
  const address = `${id}@example.com`;
  const given = await insist(round, async (door) => {
    await visitor.giveAddress(door, id, address);
    return true;
  });
  return given === null ? null : { id, address, visitor, stays };
}

/** Writes on until the round is over; now and then having read everything that was acknowledged so far. */
export async function goOnWriting(round: Round, { id, visitor }: Person): Promise<void> {
  while (!round.isOver()) {
    await pause(BETWEEN_MESSAGES_MS);
    const text = newText(round, "visitor");
    const clientId = newClientId();
    const upTo = round.chance.happens(0.3) ? lastSeqOf(round, id) : 0;
    const seq = await insist(round, (door) => visitor.write(door, id, { text, clientId, shownUpTo: upTo }));
    if (seq === null) return;
    round.ledger.messages.push({ id, clientId, seq, text, maybe: null, by: "visitor", file: null });
    if (upTo > 0) round.ledger.reads.push({ id, upTo, at: Date.now() });
  }
}

const lastSeqOf = ({ ledger }: Round, of: ConversationId): number =>
  Math.max(0, ...ledger.messages.filter(({ id }) => id === of).map(({ seq }) => seq));

/** Answers the mails that come, as a mail server does that tries until it hears 250; some stay unanswered. */
export async function correspond(round: Round, { id, address }: Person): Promise<void> {
  const { peer } = round.at;
  const seen = new Set<string>();
  while (!round.isOver()) {
    await pause(BETWEEN_MESSAGES_MS);
    const mail = peer.mails.find((each) => each.to.includes(address) && !seen.has(messageIdOf(each.raw)));
    if (mail === undefined) continue;
    seen.add(messageIdOf(mail.raw));
    if (round.chance.happens(0.4)) continue;
    const text = newText(round, "mail");
    const answer = answerTo(mail, text);
    const taken = await insist(round, async (door) => {
      const said = await (await handOver(door.inboundPort, answer)).answer();
      if (said?.startsWith("250") !== true) throw new Error(`not taken: ${said ?? "the line was cut"}`);
      return said;
    });
    if (taken !== null) round.ledger.mails.push({ id, text });
  }
}

export const messageIdOf = (raw: Buffer): string => /^Message-ID:\s*(\S+)/im.exec(raw.toString("latin1"))?.[1] ?? "";
