/** What a conversation that begins by mail is about, by the mail's subject, and how our mails say it (product.md §3.2). */
import { cleanName } from "../../people/name.ts";
import { hasVisibleText } from "../../visible-text.ts";

/** Longer ones are no subject; mail programs show about a third of it. */
const SUBJECT_AT_MOST = 200;

/**
 * What the subject says besides being an answer; null: nothing. One line, nothing invisible that turns the reading
 * direction, cut between letters as people see them.
 */
export function conversationSubject(subject: string): string | null {
  let rest = cleanName(subject);
  for (let mark = ANSWERS.exec(rest); mark !== null; mark = ANSWERS.exec(rest)) rest = rest.slice(mark[0].length);
  const said = cut(rest.trim());
  return hasVisibleText(said) ? said : null;
}

/** The subject of our mails in it: an answer's, so that programs put them into the thread that the person began. */
export const answeringSubject = (subject: string): string => `Re: ${subject}`;

/**
 * By the languages of the large mail programs; `Re[2]:` counts answers. What passes a mail on is no answer, and stays: it
 * says what is sent.
 */
const ANSWERS =
  /^\s{0,9}(?:re|r|aw|antw?|sv|bls|rép|rif|res|odp|odg|ynt|vá|απ|σχετ|ответ|відп|השב|رد|回复|回覆|答复|返信|답장|ตอบ)\s{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,3}[:：]/iu;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function cut(text: string): string {
  if (text.length <= SUBJECT_AT_MOST) return text;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length >= SUBJECT_AT_MOST) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
