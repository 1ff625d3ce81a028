/** Whether a text says anything to whoever looks at it: letters, digits, signs, emoji; no spaces, fillers or marks of direction. */
export const hasVisibleText = (text: string): boolean => VISIBLE.test(text);

/** U+2800 is a pattern of Braille without dots. */
const VISIBLE = /[^\s\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;
