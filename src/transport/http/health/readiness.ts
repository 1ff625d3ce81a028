/** What load balancers ask: whether this process lives, and whether it can serve. */
import type { FastifyReply } from "fastify";
import { DatabaseTrouble } from "../../../ports/database-trouble.ts";
import type { App } from "../server.ts";

/** Whoever asks has an answer within a second, whatever the database does. */
const ANSWERS_WITHIN_MS = 800;

interface Readiness {
  /** Asks the database anything. */
  readonly ask: () => Promise<unknown>;
  readonly isStopping: () => boolean;
  /** Of the last minute, while what is stored can be read; null: none. */
  readonly unwritten: () => DatabaseTrouble | null;
}

/**
 * 503 says that not everything can be served here, and why: nothing of PostgreSQL's own words, for strangers may ask. What is
 * the database's is the same at every process: a balancer that takes one away for `stopping` alone leaves people what they
 * can still read (ops/haproxy.cfg).
 */
export function readinessRoutes({ ask, isStopping, unwritten }: Readiness): (app: App) => Promise<void> {
  // However often somebody asks, one connection is asked by.
  let asking: Promise<DatabaseTrouble | null> | null = null;
  const look = (): Promise<DatabaseTrouble | null> => {
    asking ??= ask()
      .then(() => null, troubled)
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  return async (app) => {
    app.get("/healthz", () => ({ ok: true }));
    app.get("/readyz", async (_request, reply) => {
      if (isStopping()) return reply.code(503).send({ ok: false, because: "stopping" });
      const trouble = await soon(look());
      const because = trouble ?? unwritten();
      return because === null ? { ok: true } : tell(reply.code(503), because);
    });
  };
}

const tell = (reply: FastifyReply, { kind, sentence }: Pick<DatabaseTrouble, "kind" | "sentence">) =>
  reply.send({ ok: false, because: `database-${kind}`, message: sentence });

const SILENT = new DatabaseTrouble("silent", { sentence: "The database gave no answer in time.", said: "" }, null);

async function soon(looking: Promise<DatabaseTrouble | null>): Promise<DatabaseTrouble | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DatabaseTrouble>((resolve) => {
    timer = setTimeout(() => resolve(SILENT), ANSWERS_WITHIN_MS);
  });
  return Promise.race([looking, late]).finally(() => clearTimeout(timer));
}

function troubled(error: unknown): DatabaseTrouble {
  if (error instanceof DatabaseTrouble) return error;
  throw error;
}
