/**
 * What a program appends for the person. Policy: docs/reply-extraction.md. In short: marked signatures and the
 * advertisements of phones and mail programs go; a greeting and a name that the person could have typed stay.
 */
import type { Meter } from "../block.ts";
import {
  devices,
  gettingPhrases,
  outlookPlatforms,
  sentAfterPhrases,
  sentFromMyPhrases,
  sentFromPhrases,
} from "../languages/vocabulary.ts";
import { isRule } from "../separators.ts";
import { phrases, says, words } from "../words.ts";

/** "--" is also typed as a divider: with more below it than a signature holds, it is one. "-- " is the standard's (RFC 3676 §4.3). */
const LONGEST_UNSPACED_SIGNATURE = 15;
/** Footers of mailing lists and cards below a drawn line. */
const LONGEST_CARD = 8;
const LONGEST_CARD_LINE = 70;
/** With the address of the program in brackets. */
const LONGEST_MOBILE = 200;
const MOST_WORDS_MOBILE = 12;
const MOST_WORDS_AFTER_MY = 5;

const LINK = /<[^<>]*>|\[[^[\]]*\]|\( ?https?:[^()]*\)/g;
const CONTACT = /@|https?:|www\.|\+?\d[\d ()./-]{6}/i;
const scannerNames = phrases(["avast", "avg"]);
const advertisements = phrases([
  "yahoo mail search organize conquer",
  "sent with proton mail secure email",
  "sent with protonmail secure email",
  "sent from proton mail",
  "secured with tuta mail",
  "sent securely with tuta",
  "envoyé avec la messagerie sécurisée proton mail",
  "gesendet mit proton mail sichere e mail",
]);

/** "Sent from my iPhone" and its kin in all languages of the tables. A sentence that only begins so is not. */
export function isMobileSignature(line: string): boolean {
  if (line.length > LONGEST_MOBILE || !/\p{L}/u.test(line)) return false;
  const bare = line.replace(LINK, " ").replace(/[*_]/g, "").trim();
  const said = words(bare);
  const count = said.trim().split(" ").length;
  if (said === "  " || count > MOST_WORDS_MOBILE) return isScannerFooter(line);
  if (says(said, advertisements, "start") || isScannerFooter(line) || isOutlookAdvertisement(line, said)) return true;
  if (/[,;?!]/.test(bare)) return false;
  const namesDevice =
    says(said, devices, "anywhere") ||
    says(said.replaceAll(/(\p{sc=Latin}+)(?=\P{sc=Latin})/gu, " $1 "), devices, "anywhere");
  if (namesDevice && (says(said, sentFromMyPhrases, "start") || says(said, sentFromPhrases, "start"))) return true;
  if (namesDevice && says(said, sentAfterPhrases, "end")) return true;
  return says(said, sentFromMyPhrases, "start") && !bare.endsWith(".") && namesThing(bare);
}

/** A phone we have not heard of: "Sent from my Wiko RIDGE FAB 4G", not "Sent from my desk". */
function namesThing(bare: string): boolean {
  const [, ...rest] = bare.split(" ");
  const tail = rest.slice(2);
  return tail.length <= MOST_WORDS_AFTER_MY && tail.some((word) => /\p{Lu}|\d/u.test(word));
}

/** "Get Outlook for iOS<https://aka.ms/…>". Without a link or "get", the line may be the answer to a question. */
const isOutlookAdvertisement = (line: string, said: string): boolean =>
  said.includes(" outlook ") &&
  says(said, outlookPlatforms, "anywhere") &&
  (line.includes("https://aka.ms/") || says(said, gettingPhrases, "anywhere"));

function isScannerFooter(line: string): boolean {
  const said = words(line);
  return says(said, scannerNames, "anywhere") && /virus/i.test(line) && line.length < 160;
}

/**
 * Where the signature begins in a stretch of the person's own lines (`raw` keeps trailing spaces); `lines.length`
 * when there is none.
 */
export function signatureStart(lines: readonly string[], raw: readonly string[], meter: Meter): number {
  let filled = 0;
  let start = lines.length;
  let cardMayBegin = true;
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const line = lines[i] ?? "";
    meter.steps += 1;
    if (line === "") continue;
    if (line === "--") {
      const isStandard = raw[i]?.endsWith("-- ") === true || raw[i]?.endsWith("--\u00A0") === true;
      if (isStandard || filled <= LONGEST_UNSPACED_SIGNATURE) start = i;
    } else if (cardMayBegin && filled > 0 && isCardRule(line) && isCard(lines.slice(i + 1), line.startsWith("_"))) {
      start = i;
    }
    filled += 1;
    if (filled > LONGEST_CARD) cardMayBegin = false;
  }
  return start;
}

const isCardRule = (line: string): boolean => line === "__" || (isRule(line) && /^[-_=*]/.test(line));

/** Short lines that name or lead to somebody. Sentences are the person's: a drawn line may divide them. */
function isCard(lines: readonly string[], isDrawnLow: boolean): boolean {
  const filled = lines.filter((line) => line !== "" && !isRule(line));
  const first = filled[0];
  if (filled.some((line) => line.length > LONGEST_CARD_LINE && !line.includes("http"))) return false;
  if (first === undefined || filled.some((line) => /[?!]$/.test(line))) return false;
  // Below a line of dashes a person may go on ("Order 2: red"); a card begins with a name.
  const isNamed = isDrawnLow || (!/[\d:]/.test(first) && first.split(" ").length <= 5);
  return isNamed && filled.some((line) => CONTACT.test(line));
}
