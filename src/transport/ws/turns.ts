/**
 * A slow look at everything, a part at a time: what a lost notice should have told is found by it at the latest, and at no
 * moment does everybody read at once.
 */
export interface Turn {
  readonly of: number;
  readonly is: number;
}

/** Whether this one's turn has come. Ids end in chance (UUIDv7, RFC 9562 §5.7), so that the parts are alike. */
export const isInTurn = (id: string, { of, is }: Turn): boolean => Number.parseInt(id.slice(-4), 16) % of === is;

/** Everything, now. */
export const ALL: Turn = { of: 1, is: 0 };
