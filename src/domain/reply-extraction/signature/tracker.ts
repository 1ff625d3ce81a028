/** What programs that watch over mail put below it: a letter that nobody sees, or sentences that ask for customers. */
import type { Meter } from "../block.ts";
import type { Line } from "../line.ts";
import { phrases, says, words } from "../words.ts";

/** White on white, by Streak and Mailtrack. */
const UNSEEN = "\u1427";
/** Words, name, link and the time of sending, each on a line of its own where a program wraps them. */
const MOST_LINES = 8;

const LINK = /<[^<>]*>|\[[^[\]]*\]|\( ?https?:[^()]*\)/g;
const trackers = phrases([
  "sender notified by",
  "sender notified with",
  "remitente notificado con",
  "remitente notificado por",
  "expéditeur notifié avec",
  "expéditeur notifié par",
  "remetente notificado por",
  "remetente notificado com",
  "mittente notificato da",
  "mittente notificato con",
  "absender benachrichtigt durch",
  "absender wurde benachrichtigt von",
  "email tracked with",
  "sent with mailtrack",
  "sent with mailsuite",
  "sent with mixmax",
  "powered by cloudhq",
  "free email tracker by",
]);

/** How many lines from there on are a tracker's, up to the end of the paragraph and before `end`; 0: none begins there. */
export function trackerLength(lines: readonly Line[], at: number, end: number, meter: Meter): number {
  const first = lines[at];
  if (first === undefined || first.isLong) return 0;
  if (first.plain === UNSEEN) return 1;
  const opening = words(withoutLinks(first.plain)).trim().split(" ", 1)[0] ?? "";
  if (opening !== "" && !trackers.byFirstWord.has(opening)) return 0;
  let length = 0;
  while (at + length < end && lines[at + length]?.isBlank === false) {
    length += 1;
    if (length > MOST_LINES) return 0;
  }
  const said = lines.slice(at, at + length).map((line) => line.plain);
  meter.steps += said.length * 10;
  return says(words(withoutLinks(said.join(" "))), trackers, "start") ? length : 0;
}

const withoutLinks = (line: string): string => line.replace(LINK, " ").trim();
