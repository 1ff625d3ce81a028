import { expect, test } from "vitest";
import type { MessagePatch } from "../../../domain/change.ts";
import type { NewMessage } from "../../../domain/conversation/conversation.ts";
import {
  agentId,
  attachmentId,
  clientId,
  deliveryId,
  inboundMailId,
  instant,
  messageId,
  revision,
  seq,
} from "../../../domain/ids.ts";
import { patchedColumns, POSTED_COLUMNS, postedParameters, postedValues, rowOfPost } from "./message-columns.ts";

const form = { kind: "request-email", state: "open", address: "a@example.com", bouncedAddress: null } as const;
const file = { id: attachmentId("f"), name: "f.png", type: "image/png", size: 1, image: null };

/** Nothing is null, so that each value can be told from the others. */
const said: NewMessage = {
  id: messageId("m"),
  author: { kind: "agent", id: agentId("leo"), name: "Léo" },
  channel: "messaging",
  visibility: "public",
  text: "Bonjour",
  attachments: [file],
  form,
  cut: "> quoted",
  clientId: clientId("c"),
  postedAt: instant(1),
  fate: "withheld",
  fateBecause: "by-agent",
  inboundMailId: inboundMailId("in"),
  anotherSender: "stranger@example.com",
};

/** The compiler asks for every field that a patch may have. */
const everything: Required<MessagePatch> = {
  seq: seq(4),
  text: "Salut",
  attachments: [],
  editedAt: instant(5),
  editingSince: instant(9),
  deletedAt: instant(6),
  form,
  fate: { name: "withheld", at: instant(7), because: "by-agent" },
  mailedAt: instant(8),
  deliveryId: deliveryId("d"),
  anotherSender: null,
  shownFrom: "stranger@example.com",
  authorName: "Léa",
  visibility: "public",
  cut: null,
  inboundMailId: null,
};

test("a new message fills a column with each thing it says, in the order of the parameters", () => {
  const names = POSTED_COLUMNS.split(", ");
  const values = postedValues(said);
  expect(Object.fromEntries(names.map((name, index) => [name, values[index]]))).toEqual({
    id: "m",
    author_kind: "agent",
    author_id: "leo",
    author_name: "Léo",
    trigger_id: null,
    channel: "messaging",
    visibility: "public",
    body: "Bonjour",
    attachments: JSON.stringify([file]),
    form: JSON.stringify(form),
    cut: "> quoted",
    client_id: "c",
    posted_at: 1,
    fate: "withheld",
    fate_at: 1,
    fate_because: "by-agent",
    inbound_mail_id: "in",
    another_sender: "stranger@example.com",
  });
  expect(postedParameters(9).split(", ")).toHaveLength(values.length);
  expect(postedParameters(9).startsWith("$9, $10, ")).toBe(true);
});

test("whatever a patch may change has a column", () => {
  const { seq: _, fate, attachments, ...plain } = everything;
  const changed = new Map(patchedColumns(everything).map(([column, , value]) => [column, value]));
  expect([...changed.values()]).toEqual(
    expect.arrayContaining([
      ...Object.values({ ...plain, form: JSON.stringify(form) }),
      JSON.stringify(attachments),
      ...Object.values(fate),
    ]),
  );
  expect(changed.size).toBe(Object.keys(plain).length + 1 + Object.keys(fate).length);
});

test("what a patch leaves out stays, and null is a value", () => {
  expect(patchedColumns({ seq: seq(1) })).toEqual([]);
  expect(patchedColumns({ seq: seq(1), cut: null })).toEqual([["cut", "text", null]]);
});

test("only what has a fate has had it since it was posted", () => {
  const place = { seq: seq(1), revision: revision(2) };
  expect(rowOfPost(said, place)).toMatchObject({ fate: "withheld", fateAt: 1, editedAt: null, ...place });
  expect(rowOfPost({ ...said, fate: null }, place)).toMatchObject({ fate: null, fateAt: null });
});
