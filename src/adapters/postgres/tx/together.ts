/** Works that wait share a transaction: to begin, to commit, and the way there and back are paid once for all of them. */
import { DatabaseTrouble } from "../../../ports/database-trouble.ts";

/** Where one of them fails so many are done again, and so many conversations are locked until the last of them is done. */
const TOGETHER = 16;
/** Whoever waits so long for a lock, or for the disk, holds up nobody else: the next ones go on beside it. */
const WAITED_FOR_MS = 250;

interface Waiting<Tx> {
  readonly about: string;
  /** Answers what tells the result to whoever waits for it: called once it has committed. */
  readonly run: (tx: Tx) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

/** Runs works in one transaction, which each of them opens for itself. */
type Transaction<Tx> = <T>(works: (open: () => Tx) => Promise<T>) => Promise<T>;

/** `Store.together`, in transactions of this kind. */
export function shareTransactions<Tx>(
  transaction: Transaction<Tx>,
): <T>(about: string, work: (tx: Tx) => Promise<T>) => Promise<T> {
  const waiting: Waiting<Tx>[] = [];
  let isGoing = false;
  const go = async (): Promise<void> => {
    isGoing = true;
    while (waiting.length > 0) {
      // Whoever is nearly ready goes along; and while this one is under way, the next ones gather.
      await turnOfEvents();
      await unlessSlow(runTogether(transaction, takeApart(waiting)));
    }
    isGoing = false;
  };
  return (about, work) =>
    new Promise((resolve, reject) => {
      const run: Waiting<Tx>["run"] = async (tx) => {
        const result = await work(tx);
        return () => resolve(result);
      };
      waiting.push({ about, run, reject });
      if (!isGoing) void go();
    });
}

async function unlessSlow(running: Promise<void>): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, WAITED_FOR_MS);
  await Promise.race([running, patience.promise]);
  clearTimeout(timer);
}

const turnOfEvents = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/**
 * Takes off the next ones that are about different things. All processes lock what theirs are about in one order, or two
 * of them could wait for each other.
 */
function takeApart<Tx>(waiting: Waiting<Tx>[]): readonly Waiting<Tx>[] {
  const taken = new Map<string, Waiting<Tx>>();
  for (const each of waiting) {
    if (taken.size === TOGETHER) break;
    if (!taken.has(each.about)) taken.set(each.about, each);
  }
  const batch = [...taken.values()];
  waiting.splice(0, waiting.length, ...waiting.filter((each) => !batch.includes(each)));
  return batch.toSorted((a, b) => (a.about < b.about ? -1 : 1));
}

/** Never rejects. The database's own trouble is everybody's; any other failure is one work's, and alone it is only that one's. */
async function runTogether<Tx>(transaction: Transaction<Tx>, batch: readonly Waiting<Tx>[]): Promise<void> {
  try {
    const told = await transaction((open) => everyOne(batch.map(({ run }) => run(open()))));
    for (const tell of told) tell();
  } catch (error) {
    if (batch.length === 1 || error instanceof DatabaseTrouble) for (const { reject } of batch) reject(error);
    else await Promise.all(batch.map((each) => runTogether(transaction, [each])));
  }
}

/** Rejects only when all have ended: what goes on would go on in a transaction that is over. */
async function everyOne<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
