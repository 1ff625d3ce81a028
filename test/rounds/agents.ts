/** Agents who reply, send files and correct what they wrote, at whatever server answers. */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Desk, newClientId, Refused } from "../support/doors/doors.ts";
import { insist, TOO_LATE } from "./insist.ts";
import type { AcknowledgedMessage } from "./ledger.ts";
import { newText, type Person, type Round } from "./people.ts";

const BETWEEN_REPLIES_MS = 200;
const FILE_BYTES = 40_000;

/** Until the round is over. */
export async function work(round: Round, desk: Desk, people: readonly Person[]): Promise<void> {
  while (!round.isOver()) {
    await pause(BETWEEN_REPLIES_MS);
    const own = round.ledger.messages.filter(({ by }) => by === "agent");
    if (own.length > 0 && round.chance.happens(0.15)) await correct(round, desk, round.chance.pick(own));
    else await reply(round, desk, round.chance.pick(people));
  }
}

async function reply(round: Round, desk: Desk, { id }: Person): Promise<void> {
  const text = newText(round, "agent");
  const clientId = newClientId();
  const file = round.chance.happens(0.15) ? await upload(round, desk) : null;
  const attachments = file === null ? [] : [file.attachmentId];
  const seq = await insist(round, (door) => desk.reply(door, id, { text, clientId, attachments }));
  if (seq !== null) round.ledger.messages.push({ id, clientId, seq, text, maybe: null, by: "agent", file });
}

async function upload(round: Round, desk: Desk): Promise<AcknowledgedMessage["file"]> {
  const bytes = randomBytes(FILE_BYTES);
  const named = { name: "part.bin", type: "application/octet-stream", bytes };
  const attachmentId = await insist(round, (door) => desk.upload(door, named));
  return attachmentId === null ? null : { attachmentId, bytes };
}

async function correct(round: Round, desk: Desk, message: AcknowledgedMessage): Promise<void> {
  const text = newText(round, "correction");
  // Two agents do not correct the same message at once: which came last is for the server to say.
  if (message.maybe !== null) return;
  message.maybe = text;
  const done = await insist(round, async (door) => {
    await desk.edit(door, message.id, message.seq, text);
    return true;
  }).catch(unlessMailed);
  if (done === null) return;
  message.text = text;
  message.maybe = null;
}

/** It has left by e-mail meanwhile: with what was posted, or with a correction whose acknowledgement was lost. */
function unlessMailed(error: unknown): null {
  if (error instanceof Refused && error.status === TOO_LATE) return null;
  throw error;
}
