/** The one connection of a transaction. Its statements run in the order given, and are waited for where they answer. */
import process from "node:process";
import type pg from "pg";
import { named } from "../named.ts";
import type { Queryable } from "../pool.ts";
import { openLine, type Turn } from "./turn.ts";

/** A statement with a name of its own; others are named by their text. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface TxConnection {
  readonly query: Queryable["query"];
  /**
   * A write of which only the success counts: it leaves now and resolves at once, the commit waits for it. Where it fails
   * the transaction fails, and whatever comes after it in the transaction does nothing.
   */
  send(statement: string | Statement, values?: readonly unknown[]): Promise<void>;
  /** The same of a write that is under way. */
  keep(running: Promise<unknown>): Promise<void>;
  /** Where `askedTogether` waits for what others ask in this turn of the event loop. */
  readonly turn: Turn;
}

interface OpenTx {
  /** For one work: what several of them ask may go together, each one's own in its order. */
  open(): TxConnection;
  /** Rejects where any statement failed: then nothing was written. */
  commit(): Promise<void>;
  /** Gives up what was written. Answers the failure of a write that was sent, or else what was thrown. */
  rollback(thrown: unknown): Promise<{ readonly isBroken: boolean; readonly error: unknown }>;
}

/** PostgreSQL's code for a statement that an earlier failure has put out of action. */
const IN_FAILED_TRANSACTION = "25P02";

/**
 * What a transaction asks names its rows by their ids, so each is found by an index, one after the other, whichever they
 * are and however many rows there are by now. Left alone the planner would think anew about each question of few ids, and
 * read a table whole that was small when it last looked.
 */
const BY_INDEX = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
};
const BEGIN = ["begin", ...Object.entries(BY_INDEX).map(([name, value]) => `set local ${name} = ${value}`)].join("; ");

export function beginTx(client: pg.PoolClient): OpenTx {
  const line = openLine();
  const gather = gatherWrites(client);
  const { query } = named(client, () => {
    // What waits was asked before this.
    line.leave();
    gather();
  });
  const sent: Promise<unknown>[] = [];
  const keep = (running: Promise<unknown>): Promise<void> => {
    sent.push(running);
    // Heard at the end, in `commit` or `rollback`.
    running.catch(() => undefined);
    return Promise.resolve();
  };
  void keep(query(BEGIN));
  return {
    open: () => ({
      query,
      send(statement, values = []) {
        if (typeof statement === "string") return keep(query(statement, [...values]));
        return keep(query({ ...statement, values: [...statement.values] }));
      },
      keep,
      turn: line.openTurn(),
    }),
    async commit() {
      const committed = query("commit");
      // After a failure it answers ROLLBACK and no error: only with the answers to all the others is it a commit.
      await Promise.all([...sent, committed]);
    },
    async rollback(thrown) {
      const isBroken = await query("rollback").then(
        () => false,
        () => true,
      );
      for (const each of await Promise.allSettled(sent)) {
        if (each.status === "rejected" && !isAftermath(each.reason)) return { isBroken, error: each.reason };
      }
      return { isBroken, error: thrown };
    },
  };
}

/**
 * What one turn of the event loop has to say leaves in one write: each wakes the process at the other end, and that costs
 * more than the statement.
 */
function gatherWrites({ connection: { stream } }: pg.PoolClient): () => void {
  let isGathering = false;
  return () => {
    if (isGathering) return;
    isGathering = true;
    stream.cork();
    process.nextTick(() => {
      isGathering = false;
      stream.uncork();
    });
  };
}

const isAftermath = (reason: unknown): boolean =>
  reason instanceof Error && "code" in reason && reason.code === IN_FAILED_TRANSACTION;
