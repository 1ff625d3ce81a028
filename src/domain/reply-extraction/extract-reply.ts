/**
 * Reply extraction: what the person wrote in an answer by e-mail, without the quote and the signature.
 *
 * Pure and linear. In doubt it keeps: text that stays too long costs the agent a glance, text that is lost costs the
 * answer. Order of proof: what we sent ourselves, marks of quoting, then languages and mail programs.
 * The policy, with reasons, is docs/reply-extraction.md.
 */
import type { Block, Meter } from "./block.ts";
import { type Line, linesOf } from "./line.ts";
import type { Rule } from "./introductions/introductions.ts";
import { type Marked, markLines } from "./mark-lines.ts";
import { ownFrame } from "./own-mail/own-frame.ts";
import { answersWithin, markOwnWords, quotesUs } from "./own-mail/own-words.ts";
import type { SentTrace } from "./sent-trace.ts";
import { type Run, runsOf } from "./runs.ts";
import { withTypedMarks } from "./typed-marks.ts";
import { plain } from "./words.ts";

/** What was left out of an answer. */
export interface Folded {
  readonly quote: boolean;
  readonly signature: boolean;
}

interface ExtractedReply {
  /** The person's own text. Empty only when nothing but quote and signature was found. */
  readonly text: string;
  /** Content-IDs of the mail's own images that belong to it. */
  readonly images: readonly string[];
  /** Nothing stands outside quotes and signatures: the text is what may be one of them, or all that was written. */
  readonly isInDoubt: boolean;
  /** What was left out, in order, for "show more". */
  readonly cut: string;
  /** What is in there. */
  readonly folded: Folded;
  /** Which rules cut, joined by "+", for logs: "introduction+signature"; "nothing" where all was kept. */
  readonly by: string;
  /** Characters and lines looked at: grows with the mail and no faster. */
  readonly steps: number;
}

/** What the rest of the mail tells. */
interface Known {
  /** It says that it passes a mail on: what is quoted and none of ours was put there to be read. */
  readonly isPassedOn?: boolean;
}

/**
 * The new text of an answer. `sent`: what we know of the mails we sent in this conversation; null: nothing.
 * Asked when a mail is received; may be asked again at any time (the raw mail is kept), with the same result.
 */
export function extractReply(
  blocks: readonly Block[],
  sent: SentTrace | null,
  { isPassedOn = false }: Known = {},
): ExtractedReply {
  const meter: Meter = { steps: 0 };
  const lines = linesOf(withTypedMarks(blocks, meter), meter);
  const ours = markOwnWords(lines, sent, meter);
  const isForward = isPassedOn && !quotesUs(lines, ours);
  const marked = withAnswersInRest(lines, markLines(lines, { ours, isForward, meter }), sent, meter);
  const runs = runsOf(lines, marked, {
    isBlind: sent === null || sent.phraseHashes.size === 0,
    frame: ownFrame(lines, ours, sent, meter),
    meter,
  });
  const kept = chooseRuns(runs, marked.rules);
  const by = [...marked.rules, ...cutBy(runs, kept)];
  const own = runs.filter((run) => kept.has(run));
  const left = runs.filter((run) => !kept.has(run));
  return {
    text: tidy(
      own.flatMap((run) => run.answered),
      ours.markers,
    ),
    images: [...new Set(own.flatMap((run) => run.images))],
    isInDoubt: !own.some((run) => run.kind === "text" || run.kind === "forward"),
    cut: tidy(
      left.flatMap((run) => run.shown),
      ours.markers,
    ),
    folded: {
      quote: left.some((run) => run.says && run.kind !== "signature"),
      signature: left.some((run) => run.says && run.kind === "signature"),
    },
    by: by.length === 0 ? "nothing" : [...new Set(by)].join("+"),
    steps: meter.steps,
  };
}

/** With the help of what we sent, answers written between or below the lines of an unmarked quote become text again. */
function withAnswersInRest(lines: readonly Line[], marked: Marked, sent: SentTrace | null, meter: Meter): Marked {
  if (sent === null || marked.restFrom === null) return marked;
  const nothingAbove =
    marked.kept.size === 0 &&
    !lines.slice(0, marked.restFrom).some((line, i) => marked.kinds[i] === "text" && !line.isBlank);
  const answers = new Set(answersWithin(lines, marked.restFrom, sent, { nothingAbove, meter }));
  if (answers.size === 0) return marked;
  const kinds = marked.kinds.map((kind, i) => (answers.has(i) ? "text" : kind === "rest" ? "quote" : kind));
  return { ...marked, kinds, restFrom: null };
}

/** Which stretches are shown as the person's. */
function chooseRuns(runs: readonly Run[], rules: ReadonlySet<Rule>): ReadonlySet<Run> {
  const written = runs.filter((run) => run.says && (run.kind === "text" || run.kind === "forward"));
  const last = written.at(-1);
  if (last === undefined) return new Set(inDoubt(runs, rules));
  const quotes = runs.filter((run) => run.kind === "quote" && run.quotes);
  const firstQuote = quotes.at(0);
  const lastQuote = quotes.at(-1);
  const isBetween = (run: Run): boolean =>
    firstQuote !== undefined && lastQuote !== undefined && run.at > firstQuote.at && run.at < lastQuote.at;
  if (written.some((run) => run.kind === "text" && isBetween(run))) {
    // Answers between the lines make no sense without the lines.
    return new Set(runs.filter((run) => run.at <= last.at && run.kind !== "signature" && run.kind !== "rest"));
  }
  const first = written.at(0);
  const isKeptQuote = (run: Run): boolean =>
    run.kind === "quote" &&
    run.says &&
    !run.isIntroduced &&
    first !== undefined &&
    (run.isAside || (first.at < run.at && run.at < last.at));
  return new Set(runs.filter((run) => run.kind === "text" || run.kind === "forward" || isKeptQuote(run)));
}

/** Nothing stands outside quotes and signatures. What is only probably one of them may be all that the person wrote. */
function inDoubt(runs: readonly Run[], rules: ReadonlySet<Rule>): readonly Run[] {
  const said = runs.filter((run) => run.says);
  const isSigned = said.some((run) => run.kind === "signature");
  const rest = said.filter((run) => run.kind === "rest");
  if (rest.length > 0 && !isSigned && !rules.has("own-delimiter")) return rest;
  return said.some((run) => run.kind === "quote" || run.kind === "rest")
    ? []
    : said.filter((run) => run.kind === "signature" && !run.isMobile);
}

function cutBy(runs: readonly Run[], kept: ReadonlySet<Run>): readonly string[] {
  const cut = runs.filter((run) => run.says && !kept.has(run));
  return [
    ...(cut.some((run) => run.kind === "quote") ? ["quote-marks"] : []),
    ...(cut.some((run) => run.kind === "signature") ? ["signature"] : []),
  ];
}

/** Our marks, of those that nobody sees, are nobody's words; a line of nothing else is none. */
function withoutMarks(line: string, markers: readonly string[]): string {
  const found = markers.filter((marker) => line.includes(marker));
  if (found.length === 0) return line;
  if (plain(line) === "") return "";
  return found.reduce((rest, marker) => (plain(marker) === "" ? rest.replaceAll(marker, "") : rest), line);
}

/** Joined, without blank lines around and spaces at the ends. */
function tidy(lines: readonly string[], markers: readonly string[]): string {
  const trimmed = lines.map((line) => withoutMarks(line, markers).trimEnd());
  const from = trimmed.findIndex((line) => line !== "");
  return from === -1 ? "" : trimmed.slice(from, trimmed.findLastIndex((line) => line !== "") + 1).join("\n");
}
