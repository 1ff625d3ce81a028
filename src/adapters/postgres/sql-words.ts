/** Words of the domain's own unions as a list for `in (…)`: constants of the statement's text, so that its plan knows them. */
export const sqlWords = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(", ");
