/** Likely typing errors in the domain of an address (product.md §6.6). A hint: the person decides. */
import { domainOf } from "./email-address.ts";
import { type EmailAddress, emailAddress } from "../ids.ts";

/**
 * The address that was probably meant: its domain is one slip of the finger from one that many people use.
 * Null: nothing to point out.
 */
export function suggestDomain(address: EmailAddress): EmailAddress | null {
  const typed = domainOf(address);
  const meant = findMeant(correctTopLevel(typed));
  return meant === null || meant === typed ? null : emailAddress(address.slice(0, -typed.length) + meant);
}

function findMeant(domain: string): string | null {
  if (WELL_KNOWN.has(domain)) return domain;
  const known = OFTEN_MEANT[domain];
  if (known !== undefined) return known;
  const dot = domain.indexOf(".");
  const name = domain.slice(0, dot);
  const end = domain.slice(dot);
  return (
    ORDERED.find((candidate) => {
      const dotThere = candidate.indexOf(".");
      return candidate.slice(dotThere) === end && isOneSlip(name, candidate.slice(0, dotThere));
    }) ?? null
  );
}

/** `.con` is no top-level domain, and `.co`, `.cm`, `.om` after a well-known name is a slip: see `findMeant`. */
function correctTopLevel(domain: string): string {
  const dot = domain.lastIndexOf(".");
  const meant = SLIPPED_TOP_LEVEL[domain.slice(dot + 1)];
  return meant === undefined ? domain : `${domain.slice(0, dot)}.${meant}`;
}

/** Two neighbours swapped, a letter missing, doubled, added or, in a longer name, another one. */
function isOneSlip(typed: string, meant: string): boolean {
  const start = commonStart(typed, meant);
  const restTyped = typed.slice(start);
  const restMeant = meant.slice(start);
  if (typed.length === meant.length) {
    const isSwapped = restTyped.charAt(0) === restMeant.charAt(1) && restTyped.charAt(1) === restMeant.charAt(0);
    if (isSwapped && restTyped.slice(2) === restMeant.slice(2)) return true;
    return meant.length >= LONG_NAME && restTyped.slice(1) === restMeant.slice(1);
  }
  // Names of two or three letters are all one letter apart.
  if (meant.length < SHORT_NAME) return false;
  return restTyped === restMeant.slice(1) || restTyped.slice(1) === restMeant;
}

function commonStart(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) if (one.charAt(i) !== other.charAt(i)) return i;
  return length;
}

const SHORT_NAME = 4;
const LONG_NAME = 5;

const SLIPPED_TOP_LEVEL: Readonly<Record<string, string>> = {
  con: "com",
  co: "com",
  cm: "com",
  om: "com",
  cmo: "com",
  ocm: "com",
  comm: "com",
  coom: "com",
  cpm: "com",
  cim: "com",
  vom: "com",
  xom: "com",
  cop: "com",
  col: "com",
  nte: "net",
  ne: "net",
  ent: "net",
  rf: "fr",
  ffr: "fr",
  frr: "fr",
  ft: "fr",
  fe: "fr",
};

/** More than one slip away, but seen every day. */
const OFTEN_MEANT: Readonly<Record<string, string>> = {
  "gmail.fr": "gmail.com",
  "gmail.de": "gmail.com",
  "gmail.es": "gmail.com",
  "gmail.it": "gmail.com",
  "gmail.co.uk": "gmail.com",
  "googlemail.fr": "googlemail.com",
  "icloud.fr": "icloud.com",
  "laposte.fr": "laposte.net",
};

/** The first ones are suggested first. The rare ones at the end are here so that they are not "corrected". */
const ORDERED: readonly string[] = [
  "gmail.com",
  ...["com", "fr", "co.uk", "de", "es", "it", "be", "nl", "ca", "ch", "com.br"].map((end) => `hotmail.${end}`),
  ...["com", "fr", "co.uk", "de", "es", "it", "ca", "com.br", "co.jp", "co.in", "in", "be"].map(
    (end) => `yahoo.${end}`,
  ),
  ...["com", "fr", "de", "es", "it", "be", "pt", "com.br"].map((end) => `outlook.${end}`),
  ...["com", "fr", "be", "nl", "ca", "co.uk", "de", "it", "com.au"].map((end) => `live.${end}`),
  ..."orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr neuf.fr club-internet.fr numericable.fr".split(" "),
  ..."icloud.com me.com mac.com msn.com aol.com aol.fr googlemail.com".split(" "),
  ..."protonmail.com proton.me pm.me mailbox.org posteo.de tutanota.com fastmail.com".split(" "),
  ..."gmx.de gmx.net gmx.at gmx.ch gmx.fr gmx.com web.de t-online.de freenet.de bluewin.ch".split(" "),
  ..."libero.it virgilio.it tiscali.it telefonica.net skynet.be telenet.be ziggo.nl kpnmail.nl".split(" "),
  ..."videotron.ca sympatico.ca btinternet.com comcast.net verizon.net qq.com 163.com naver.com".split(" "),
  ..."yandex.ru mail.ru wp.pl onet.pl seznam.cz rediffmail.com".split(" "),
  ..."ymail.com mail.com email.com rocketmail.com hey.com".split(" "),
];
const WELL_KNOWN: ReadonlySet<string> = new Set(ORDERED);
