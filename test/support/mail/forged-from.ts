/** From fields that name a victim in every way that came to mind, as Eve of evil.example writes and honestly signs them. */
import * as fc from "fast-check";

export const EVE = "x@evil.example";

/** Known forms; `victim` is the whole address. Each may be several header lines. */
export function forgedFroms(victim: string): readonly string[] {
  const escaped = encodeQ(`<${victim}>`);
  const base64 = Buffer.from(`Marie <${victim}>`).toString("base64");
  const [local = "", domain = ""] = victim.split("@");
  return [
    `From: =?utf-8?q?Marie_${escaped}?=, <${EVE}>`,
    `From: =?utf-8?b?${base64}?=, <${EVE}>`,
    `From: =?utf-8?b?${base64}?= , ${EVE}`,
    `From: <${EVE}>, =?utf-8?q?Marie_${escaped}?=`,
    `From: =?utf-8?q?Marie_${escaped}?= <${EVE}>`,
    `From: =?utf-8?q?Marie?= =?utf-8?q?${escaped}?=,\r\n <${EVE}>`,
    `From: =?utf-8?q?Marie_<${victim}>?= <${EVE}>`,
    `From: "=?utf-8?q?Marie_${escaped}?=", <${EVE}>`,
    `From: =?us-ascii?q?${encodeQ(victim)}?= (${EVE})`,
    `From: ${victim}, ${EVE}`,
    `From: Marie <${victim}>, Eve <${EVE}>`,
    `From: Marie <${victim}> <${EVE}>`,
    `From: "${victim}" <${EVE}>`,
    `From: ${victim} <${EVE}>`,
    `From: "Marie <${victim}>" <${EVE}>`,
    `From: (Marie <${victim}>) ${EVE}`,
    `From: Marie (<${victim}>) <${EVE}>`,
    `From: Friends: Marie <${victim}>;, <${EVE}>`,
    `From: nobody:;, <${victim}>, <${EVE}>`,
    `From: <@${domain}:${EVE}>`,
    `From: <${victim},${EVE}>`,
    `From: <${victim}@evil.example>`,
    `From: <"${victim}"@evil.example>`,
    `From: <${local}%${domain}@evil.example>`,
    `From: <${EVE}(${victim})>`,
    `From: <${victim}\0@evil.example>`,
    `From: <${victim}>\0, <${EVE}>`,
    `From: ${EVE}\r\nFrom: Marie <${victim}>`,
    `From: Marie <${victim}>\r\nFrom: ${EVE}`,
    `From: ${EVE}\r\nFrom : Marie <${victim}>`,
    `From: ${EVE}\rFrom: Marie <${victim}>`,
    `From: ${EVE}\r\nX-A: b\rFrom: Marie <${victim}>`,
    `From: Marie <${victim}>\n, <${EVE}>`,
    `From: Marie <${victim}>,\r\n\t<${EVE}>`,
    `From: Marie <${victim}>\r\n \r\n ,<${EVE}>`,
    `From\r\n : Marie <${victim}>\r\nFrom: ${EVE}`,
    `From: <${local}@${domain.replaceAll(".", "\u3002")}>\r\nSender: ${EVE}`,
    `From: <${local}\u200B@${domain}>`,
    `From: <${local.replace("a", "\u0430")}@${domain}>`,
    `From: Marie <${victim}>\r\nSender: Eve <${EVE}>`,
    `From: Eve <${EVE}>\r\nSender: Marie <${victim}>\r\nReply-To: Marie <${victim}>`,
    `From: Marie <${victim}>\r\nResent-From: ${EVE}`,
    `From: <${victim}>.evil.example`,
    `From: Eve <${EVE}> (${victim})`,
    `From: ${EVE} Marie <${victim}>`,
    `From: "Marie" <${victim}> "Eve" <${EVE}>`,
    `From: (Marie <${victim}>`,
    `From: (<${victim}> <${EVE}>`,
    `From: Eve <${EVE}>, (Marie <${victim}>`,
    `From: (Eve <${EVE}>, ) Marie <${victim}>`,
    `From: (a\\) <${EVE}>) <${victim}>`,
    `From: x(y)@evil.example (<${victim}>)`,
    `From: "Marie (" <${victim}> ") " <${EVE}>`,
    `From: "a\\\\" <${victim}>, " <${EVE}>`,
    `From: ${victim}( <${EVE}>`,
  ];
}

/** Such fields out of pieces: mailboxes in a list, or anything in any order. */
export function anyFrom(victim: string): fc.Arbitrary<string> {
  const theirs = [`Marie <${victim}>`, `<${victim}>`, victim];
  const all = [...theirs, `Eve <${EVE}>`, `<${EVE}>`, EVE];
  const hidden = fc.constantFrom(...all.flatMap((text) => [`"${text}"`, `(${text})`]));
  const mailbox = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...theirs.slice(0, 2).flatMap(inWords)) },
    { weight: 1, arbitrary: fc.constantFrom(...all.flatMap(inWords)) },
    { weight: 1, arbitrary: hidden },
    { weight: 2, arbitrary: fc.constantFrom(...all) },
  );
  const list = fc
    .tuple(
      fc.array(mailbox, { minLength: 1, maxLength: 2 }),
      fc.constantFrom(`<${EVE}>`, EVE, `Eve <${EVE}>`),
      fc.constantFrom(",", ", ", " ,\r\n\t", ";", " "),
    )
    .map(([mailboxes, hers, separator]) => [...mailboxes, hers].join(separator));
  const piece = fc.oneof(
    { weight: 3, arbitrary: mailbox },
    { weight: 2, arbitrary: fc.constantFrom(...MARKS) },
    { weight: 1, arbitrary: fc.constantFrom(...FIELDS) },
  );
  const soup = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(""));
  return fc.oneof({ weight: 2, arbitrary: list }, { weight: 1, arbitrary: soup }).map((value) => `From: ${value}`);
}

const MARKS = [
  ",",
  ";",
  ":",
  " ",
  "\r\n ",
  "\n\t",
  "<",
  ">",
  '"',
  "(",
  ")",
  "\\",
  "@",
  ".",
  "\0",
  "\r",
  "'",
  "é",
  "=?",
  "?=",
];
const FIELDS = ["\r\nFrom: ", "\r\nFrom : ", "\rFrom: ", "\r\nSender: "];

const inWords = (text: string): readonly string[] => [
  `=?utf-8?q?${encodeQ(text)}?=`,
  `=?utf-8?b?${Buffer.from(text).toString("base64")}?=`,
];

const encodeQ = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
