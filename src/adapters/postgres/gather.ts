/** Many small questions of the same kind as few statements: while one is under way, the next ones gather. */

/**
 * `ask` answers each question in its place. Alone a question leaves at once; what comes while a statement is under way
 * goes together with the next. A failure is told to everyone who asked in that statement.
 */
export function gather<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  most: number,
): (question: Question) => Promise<Answer> {
  interface Asked {
    readonly question: Question;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (reason: unknown) => void;
  }
  const waiting: Asked[] = [];
  let isAsking = false;
  const go = async (): Promise<void> => {
    isAsking = true;
    // What is asked in this same turn goes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
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
    isAsking = false;
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (!isAsking) void go();
    });
}
