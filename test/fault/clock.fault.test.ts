/** Somebody sets the clock of the machine two hours forward, and back: the program itself, with a real, wrong clock. */
import { afterEach, describe, expect, test } from "vitest";
import { desk, visit, type Visitor } from "../support/doors/doors.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN } from "../support/live-world.ts";
import { FAKETIME, wrongClock } from "../support/peers/faketime.ts";
import { type MailPeer, startMailPeer } from "../support/peers/mail-peers.ts";
import { can } from "../support/peers/outside-programs.ts";
import { type Program, startProgram } from "../support/servers/program.ts";
import { until } from "../support/until.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const TWO_HOURS = 2 * 60 * MINUTE;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Given {
  readonly world: LiveWorld;
  readonly peer: MailPeer;
  readonly program: Program;
  readonly clock: ReturnType<typeof wrongClock>;
}

async function given(): Promise<Given> {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const peer = await startMailPeer();
  closers.push(() => peer.close());
  const clock = wrongClock();
  const env = { SMTP_URL: peer.url, ARIANE_MAIL_DOMAIN: MAIL_DOMAIN, ...clock.env };
  const program = await startProgram(world.database.connection, env);
  closers.push(() => program.dispose());
  return { world, peer, program, clock };
}

async function arrive({ world, program }: Given, name: string): Promise<{ visitor: Visitor; id: ConversationId }> {
  const visitor = await visit(program, world.brandId);
  const id = await visitor.begin(program, { text: "Bonjour, où est ma commande ?" });
  // Not at the door: it would ask DNS, which is somebody else's here.
  await world.database.pool.query(
    "update conversation set address = $2, address_state = 'unproved', address_given_at = $3 where id = $1",
    [id, `${name}@example.com`, Date.now()],
  );
  return { visitor, id };
}

const namesAt = ({ mails }: MailPeer): readonly string[] => mails.map(({ to }) => to.join().split("@")[0] ?? "");

/** Whoever is gone gets their mail at once, by the delays of this world. */
async function mailsAtOnce(all: Given, name: string): Promise<void> {
  const { id } = await arrive(all, name);
  await desk(all.world.leo).reply(all.program, id, { text: "Elle est partie hier." });
  await until(`${name} has their mail`, () => namesAt(all.peer).includes(name));
}

describe.skipIf(!(await can(FAKETIME)))("a machine's clock", () => {
  test.each(["+2h", "-2h"] as const)(
    "that jumps %s and back mails nobody early, and holds nothing up",
    { timeout: 2 * MINUTE },
    async (by) => {
      const all = await given();
      const { world, peer, program, clock } = all;
      const marie = await arrive(all, "marie");
      await marie.visitor.connect(program);
      await desk(world.leo).reply(program, marie.id, { text: "Un instant." });
      clock.set(by);
      await until("the log tells of it", () => program.log().includes("machine-clock-jumped"));
      const told = await world.database.pool.query<{ clock_ahead: number }>("select clock_ahead from process");
      expect(Math.abs(told.rows[0]?.clock_ahead ?? 0)).toBeGreaterThan(TWO_HOURS - MINUTE);

      await mailsAtOnce(all, "while-wrong");
      clock.set("+0");
      await until("the log tells that it is right", () => program.log().includes("machine-clock-right-again"));
      await mailsAtOnce(all, "when-right");
      expect(namesAt(peer), "she was on the page all the time").toEqual(["while-wrong", "when-right"]);
      const ahead = await world.database.pool.query(
        "select 1 from job where kind = 'check-continuity' and due_at > $1",
        [Date.now() + 65 * MINUTE],
      );
      expect(ahead.rowCount).toBe(0);
    },
  );

  test(
    "that was wrong while everything was written holds nothing up once it is right",
    { timeout: 2 * MINUTE },
    async () => {
      const all = await given();
      const { world } = all;
      const { id } = await arrive(all, "anne");
      await all.program.dispose();
      // As a version left it behind that went by the machine's clock, or a database whose own clock was wrong.
      const then = Date.now() + TWO_HOURS;
      const { pool } = world.database;
      await pool.query("update uptime set since = $1", [then]);
      await pool.query("insert into process (id, started_at, until) values (gen_random_uuid(), $1, $1)", [then]);
      await pool.query("update conversation set address_given_at = $2 where id = $1", [id, then]);
      const program = await startProgram(world.database.connection, {
        SMTP_URL: all.peer.url,
        ARIANE_MAIL_DOMAIN: MAIL_DOMAIN,
      });
      closers.push(() => program.dispose());
      await desk(world.leo).reply(program, id, { text: "Elle est partie hier." });
      await until("the mail has left", () => namesAt(all.peer).includes("anne"));
      await mailsAtOnce({ ...all, program }, "new");
      expect(namesAt(all.peer)).toEqual(["anne", "new"]);
    },
  );
});
