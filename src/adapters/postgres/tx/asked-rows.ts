/** Questions of one kind as rows of a table in SQL. */

/** By its name in SQL: its type, and its value of a question. */
type Columns<Question> = Readonly<Record<string, readonly [type: string, value: (question: Question) => unknown]>>;

interface AskedRows<Question> {
  /** For a FROM: `asked`, of these columns and `place`, the row's place from 1. Its parameters begin with `$1`. */
  readonly sql: string;
  values(questions: readonly Question[]): unknown[];
}

export function askedRows<Question>(columns: Columns<Question>): AskedRows<Question> {
  const each = Object.entries(columns);
  const parameters = each.map(([, [type]], index) => `$${index + 1}::${type}[]`).join(", ");
  const names = each.map(([name]) => name).join(", ");
  return {
    sql: `unnest(${parameters}) with ordinality as asked (${names}, place)`,
    values: (questions) => each.map(([, [, value]]) => questions.map(value)),
  };
}

/** The rows that belong to each of so many questions, by their `place`. */
export function rowsByPlace<Row extends { readonly place: number }>(
  rows: readonly Row[],
  questions: number,
): readonly (readonly Row[])[] {
  const found: Row[][] = Array.from({ length: questions }, () => []);
  for (const row of rows) found[row.place - 1]?.push(row);
  return found;
}
