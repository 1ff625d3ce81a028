/** Questions of one kind, which several works of one transaction ask in one turn, as one statement. */
import { answerAll, type Asked } from "../gather.ts";
import type { TxConnection } from "./tx-connection.ts";

/**
 * A question that several works of a transaction may ask at once: `ask` answers each in its place, and says what it says
 * before it first waits. What one work asks reaches the database in the order in which it asked.
 */
export function askedTogether<Question, Answer>(
  ask: (db: TxConnection, questions: readonly Question[]) => Promise<readonly Answer[]>,
): (db: TxConnection, question: Question) => Promise<Answer> {
  const open = new WeakMap<object, { readonly place: number; readonly batch: Asked<Question, Answer>[] }>();
  return (db, question) =>
    new Promise((resolve, reject) => {
      const { turn } = db;
      const asked = { question, resolve, reject };
      const waiting = open.get(turn.line);
      if (waiting !== undefined && turn.mayJoin(waiting.place)) {
        turn.join(waiting.place);
        waiting.batch.push(asked);
        return;
      }
      const batch = [asked];
      const place = turn.begin(() => void answerAll((questions) => ask(db, questions), batch));
      open.set(turn.line, { place, batch });
    });
}

/** The same for a question without anything in it: one answer is everybody's. */
export function askedOnce<Answer>(ask: (db: TxConnection) => Promise<Answer>): (db: TxConnection) => Promise<Answer> {
  const asked = askedTogether(async (db, askers: readonly null[]) => {
    const answer = await ask(db);
    return askers.map(() => answer);
  });
  return (db) => asked(db, null);
}

/** The same for a write of which only the success counts: it resolves at once, the commit waits for it. */
export function toldTogether<Told>(
  tell: (db: TxConnection, told: readonly Told[]) => Promise<unknown>,
): (db: TxConnection, told: Told) => Promise<void> {
  const ask = askedTogether(async (db, told: readonly Told[]) => {
    await tell(db, told);
    return told.map(() => null);
  });
  return (db, told) => db.keep(ask(db, told));
}

/** What `make` makes of each shape of a statement, made once: its name is its text. */
export function byShape<Made>(make: (columns: Shape) => Made): (columns: Shape) => Made {
  const made = new Map<string, Made>();
  return (columns) => {
    const names = columns.map(([name]) => name).join();
    const known = made.get(names);
    if (known !== undefined) return known;
    const fresh = make(columns);
    made.set(names, fresh);
    return fresh;
  };
}

/** The columns that a statement sets, with the types of their values. */
export type Shape = readonly (readonly [name: string, type: string])[];
