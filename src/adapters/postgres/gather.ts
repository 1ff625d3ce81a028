/** Many small questions of the same kind as few statements: while one is under way, the next ones gather. */

/** A question, and who waits for its answer. */
export interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** Asks all of these at once, and tells each its answer, or all of them why there is none. Never rejects. */
export async function answerAll<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  batch: readonly Asked<Question, Answer>[],
): Promise<void> {
  try {
    const answers = await ask(batch.map(({ question }) => question));
    for (const [index, asked] of batch.entries()) {
      const answer = answers[index];
      if (answer === undefined) asked.reject(new Error("a gathered question was not answered"));
      else asked.resolve(answer);
    }
  } catch (error) {
    for (const asked of batch) asked.reject(error);
  }
}

/**
 * `ask` answers each question in its place. Alone a question leaves at once; what comes while a statement is under way
 * goes together with the next. A failure is told to everyone who asked in that statement.
 */
export function gather<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  most: number,
): (question: Question) => Promise<Answer> {
  const waiting: Asked<Question, Answer>[] = [];
  let isAsking = false;
  const go = async (): Promise<void> => {
    isAsking = true;
    // What is asked in this same turn goes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      await answerAll(ask, waiting.splice(0, most));
    }
    isAsking = false;
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (!isAsking) void go();
    });
}
