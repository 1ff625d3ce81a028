/** Whether a text says nothing to whoever looks at it: spaces, fillers and marks of direction are no words. The server's twin is src/domain/visible-text.ts. */
export const isBlank = (text: string): boolean => !/[^\s\p{Cc}\p{DI}\u2800]/u.test(text);

/** What is posted of a draft: without blank lines around it, but with the indent of its first line. */
export const withoutBlankEnds = (draft: string): string =>
  isBlank(draft) ? "" : draft.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
