/**
 * The knots of an import graph: files of which each reaches every other, so that none can be understood alone (Tarjan's
 * strongly connected components). A file that imports itself is one too. The files of each are sorted.
 */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const search = new Search(graph);
  for (const file of graph.keys()) search.visit(file);
  return search.found;
}

class Search {
  readonly found: (readonly string[])[] = [];
  /** In which turn a file was reached. */
  private readonly reached = new Map<string, number>();
  /** Those of which it is not yet known how far back they lead, in the order of their turns. */
  private readonly open = new Set<string>();
  private readonly graph: ReadonlyMap<string, readonly string[]>;

  constructor(graph: ReadonlyMap<string, readonly string[]>) {
    this.graph = graph;
  }

  /** The earliest turn that the file leads back to. */
  visit(file: string): number {
    const earlier = this.reached.get(file);
    // One that is closed leads back to nothing that is open.
    if (earlier !== undefined) return this.open.has(file) ? earlier : Infinity;
    const turn = this.reached.size;
    this.reached.set(file, turn);
    this.open.add(file);
    const next = (this.graph.get(file) ?? []).filter((each) => this.graph.has(each));
    const back = Math.min(turn, ...next.map((each) => this.visit(each)));
    if (back === turn) this.close(file, next.includes(file));
    return back;
  }

  private close(first: string, importsItself: boolean): void {
    const open = [...this.open];
    const knot = open.slice(open.indexOf(first));
    for (const file of knot) this.open.delete(file);
    if (knot.length > 1 || importsItself) this.found.push(knot.toSorted());
  }
}
