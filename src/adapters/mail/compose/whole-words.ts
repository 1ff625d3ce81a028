/** Our own words as HTML, with the one word in them that must not break at its hyphen. */
import { Eta } from "eta";

const { escapeFunction } = new Eta().config;

/** Escaped. Marked by style: programs that draw mail have no sign for a word joiner in every type. */
export const wholeWords = (text: string): string =>
  escapeFunction(text).replaceAll(/\be-mails?\b/gi, '<span style="white-space:nowrap">$&</span>');
