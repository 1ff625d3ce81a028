/** What mail programs put before the subject of a mail that is passed on: then what it quotes is what the person shows us. */

/** Whether the mail says that it passes another on. An answer to one begins with the mark of an answer. */
export const saysPassedOn = (subject: string): boolean => PASSED_ON.test(subject.slice(0, LOOK));

/** Marks of lists and gateways ("[External] ") may stand before. */
const LOOK = 100;

/**
 * By Outlook's languages: English, German, French, Spanish and Portuguese, Italian, Dutch, the Nordic ones, Polish, Czech and Slovak,
 * Hungarian, Romanian, Croatian, Turkish, Greek, Russian, Hebrew, Arabic, Chinese, Japanese, Korean.
 */
const PASSED_ON =
  /^\s{0,9}(?:\[[^\]]{1,40}\]\s{0,9}){0,3}(?:fwd?|wg|tr|rv|enc|i|doorst|doorgest(?:uurd)?|vb|vs|vl|pd|přep?|fs|tov(?:ább)?|redir|pros|ilt|i̇lt|πρθ|пер(?:есл)?|הועבר|إعادة توجيه|إ|转发|轉寄|轉發|転送|전달)\s{0,3}[:：]/iu;
