/** What one mail may cost us. Past a limit the mail is still stored raw and still shown, with less. */

/** As advertised by SIZE; base64 of 25 MB of attachments, and headers. */
export const MAX_RAW_BYTES = 35 * 1024 * 1024;
/** A 35 MB mail of base64 lines has 480,000. The parser takes 2 to 20 µs a line: 35 million empty ones would take ten minutes. */
export const MAX_LINES = 500_000;
/** Real mail nests 3 to 6 deep; a chain of forwards 12. */
export const MAX_DEPTH = 40;
/** All header bytes of all parts. Real mail stays under 100 kB; 2,000 parts with 200 bytes each fit. */
export const MAX_HEADER_BYTES = 1024 * 1024;
/**
 * Lines of headers above which nobody is proved: the verifier joins folded lines one by one, at a cost that grows with
 * their square; a hundred thousand took over a minute. Mail through 40 hops with seals of all has 1,000.
 */
export const MAX_HEADER_LINES = 5_000;
/** Fields of the top header kept. A mail through 40 hops has about 250. */
export const MAX_HEADER_FIELDS = 1_000;
/** One header value kept. A References header of 20 long ids has 2 kB, an ARC-Seal 3 kB. */
export const MAX_HEADER_VALUE = 32_768;
/** Mailboxes read from each of To, Cc … A token of ours among more is a mail we would not trust anyway. */
export const MAX_ADDRESSES = 500;
/** Message-IDs read from References: the newest count, as RFC 5322 §3.6.4 lets the middle be dropped. */
export const MAX_IDS = 200;
/** RFC 5322 lines end at 998 octets, so does any honest Message-ID. */
export const MAX_ID_LENGTH = 998;
/** Shown in one line of a list; RFC 5322 has no limit, people do. */
export const MAX_SUBJECT = 2_000;
/** Attachments handed on. Photo series reach 60; more is a bomb, and each costs a stored file. */
export const MAX_ATTACHMENTS = 200;
/** Parts looked at for text. Beyond it a mail is made to hurt. */
export const MAX_PARTS = 5_000;
/** Characters of plain text and of HTML kept: 700 pages. What people quote for years reaches 1 MB. */
export const MAX_TEXT = 2_000_000;
/** Characters of a report part the rules may read; a returned message is told by its head. */
export const MAX_REPORT_TEXT = 262_144;
/**
 * Above any of these a mail is read, and its sender proved, in a thread of its own. The worst of 64 kB takes some 30 ms,
 * the worst of 2 MB 1 s to parse and 2 s to prove; each signature is verified by itself. A thread costs 100 ms of a core.
 */
export const HEAVY_BYTES = 64 * 1024;
export const HEAVY_LINES = 2_000;
export const HEAVY_SIGNATURES = 10;
/** Characters of a text or of HTML that are taken apart in a thread of their own: 2 M of `<` take 1.5 s, sanitising them 9 s. */
export const HEAVY_CHARACTERS = 65_536;
/** At a time; a third mail waits. */
export const MAX_THREADS = 2;
/**
 * Of a body what reply extraction reads: 170 pages, and as many lines as ten times that have. The rest is in
 * the raw mail.
 */
export const MAX_BLOCK_TEXT = 500_000;
export const MAX_BLOCKS = 20_000;
/** The worst mail within the other limits takes about 8 s on a busy core. */
export const MAX_WORKER_MS = 30_000;
/** Such a mail needs about 1 GB for a moment when made of lines, under 300 MB when made of attachments. */
export const MAX_WORKER_MEGABYTES = 768;
