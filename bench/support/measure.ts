/** Numbers and how they are shown. */

/** The value below which the share `p` (0 … 1) of the values lies; 0 for none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Three significant digits are more than a shared machine can hold. */
export const round = (value: number): number => Number(value.toPrecision(3));

export interface Row {
  readonly what: string;
  readonly floor: number;
  readonly product: number;
  readonly unit: string;
  /** The share, or the multiple, of the floor that is aimed at. */
  readonly aim: { readonly atLeast: number } | { readonly atMost: number };
}

export const ratioOf = (row: Row): number => round(row.product / row.floor);

export function isMet(row: Row): boolean {
  return "atLeast" in row.aim ? ratioOf(row) >= row.aim.atLeast : ratioOf(row) <= row.aim.atMost;
}

/** A table for people, then one line of JSON for scripts. */
export function report(title: string, rows: readonly Row[], facts: Readonly<Record<string, unknown>>): void {
  console.log(`\n${title}\n`);
  line("", "floor", "product", "ratio", "aim");
  for (const row of rows) {
    const aim = "atLeast" in row.aim ? `>= ${row.aim.atLeast}` : `<= ${row.aim.atMost}`;
    const verdict = isMet(row) ? aim : `${aim} MISSED`;
    line(`${row.what}, ${row.unit}`, String(round(row.floor)), String(round(row.product)), `${ratioOf(row)}`, verdict);
  }
  console.log("");
  for (const [name, value] of Object.entries(facts)) console.log(`${name}: ${JSON.stringify(value)}`);
  const results = rows.map((row) => [row.what, { ...row, ratio: ratioOf(row), isMet: isMet(row) }]);
  console.log(JSON.stringify({ ...Object.fromEntries(results), ...facts }));
}

function line(...[what, floor, product, ratio, aim]: readonly [string, string, string, string, string]): void {
  console.log(`${what.padEnd(50)}${floor.padStart(9)}${product.padStart(9)}${ratio.padStart(8)}  ${aim}`);
}
