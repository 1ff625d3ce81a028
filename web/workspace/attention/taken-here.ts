/** Which conversations the agent took in this page: that they are theirs now is no news to them. */

const taken = new Set<string>();

export const takeHere = (id: string): void => void taken.add(id);

/** Answers it once. */
export const wasTakenHere = (id: string): boolean => taken.delete(id);
