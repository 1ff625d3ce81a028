/** Stretches of lines of one kind, in order: what is kept or cut as a whole. */
import type { Meter } from "./block.ts";
import type { Line } from "./line.ts";
import type { Marked } from "./mark-lines.ts";
import { isMobileSignature, signatureStart } from "./signature/signature.ts";
import { trackerLength } from "./signature/tracker.ts";

export interface Run {
  /** Place in the order of runs. */
  readonly at: number;
  readonly kind: "text" | "quote" | "rest" | "forward" | "signature";
  /** The lines as a reader sees them, quote marks included. */
  readonly shown: readonly string[];
  /** The same without the frame of our mail, which nobody answers. */
  readonly answered: readonly string[];
  /** Content-IDs of the images in it. */
  readonly images: readonly string[];
  /** Holds more than blank lines and marks: words or images. */
  readonly says: boolean;
  /** Holds a line that is quoted, and not only the one that introduces it. */
  readonly quotes: boolean;
  /** A quote that something introduces, or that we wrote: surely a quote. */
  readonly isIntroduced: boolean;
  /** A lone ">" before a word, right below the person's text: "more than / >10 users". */
  readonly isAside: boolean;
  /** A signature that a phone or program wrote. */
  readonly isMobile: boolean;
}

type Draft = { kind: Run["kind"]; from: number; to: number; isIntroduced: boolean; isMobile: boolean };

/** A quoted line at least this long may have been broken by a program that did not mark the second half. */
const WRAPPED_FROM = 55;

interface Known {
  /** Nothing is known of what we sent, so unmarked text below a phone's signature is taken for the quote. */
  readonly isBlind: boolean;
  /** Lines that frame the words in our mails. */
  readonly frame: ReadonlySet<number>;
  readonly meter: Meter;
}

export function runsOf(lines: readonly Line[], marked: Marked, { isBlind, frame, meter }: Known): readonly Run[] {
  const drafts = signed(lines, marked, joinBroken(lines, draftsOf(lines, marked, meter)), { isBlind, meter });
  return drafts.map((draft, at) => {
    const run = finish(lines, marked, draft, at);
    const isFramed = run.kind === "quote" && run.shown.some((_line, i) => frame.has(draft.from + i));
    return isFramed ? { ...run, answered: run.shown.filter((_line, i) => !frame.has(draft.from + i)) } : run;
  });
}

/** One draft for each change of kind. Gaps belong to what stands before them. */
function draftsOf(lines: readonly Line[], marked: Marked, meter: Meter): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const [i, line] of lines.entries()) {
    meter.steps += 1;
    const mark = marked.kinds[i] ?? "text";
    const isOwn = line.anchor === "own" || (line.depth > 0 && line.block.quoteDepth === 0);
    const isIntroduced = mark === "introduction" || isOwn || marked.introduced.has(i);
    const isSignature = mark === "text" && line.anchor === "signature";
    const kind = mark === "introduction" ? "quote" : isSignature ? "signature" : mark;
    const last = drafts.at(-1);
    if (marked.kept.has(i) && kind !== "text") {
      // The line begins with the person's words: it is shown in part as text, and whole with what is cut.
      drafts.push({ kind: "text", from: i, to: i + 1, isIntroduced: false, isMobile: false });
      drafts.push({ kind, from: i, to: i + 1, isIntroduced: true, isMobile: false });
    } else if (last !== undefined && (last.kind === kind || (isGap(line) && line.depth === 0))) {
      last.to = i + 1;
      last.isIntroduced ||= isIntroduced;
    } else drafts.push({ kind, from: i, to: i + 1, isIntroduced, isMobile: false });
  }
  return drafts;
}

/** A picture without words is no gap: it belongs to what it stands in. */
const isGap = (line: Line): boolean => line.isBlank && line.block.images === undefined;

/** A line of a quote that lost its mark when it was wrapped is no answer: "> a long line that\nends here\n> next". */
function joinBroken(lines: readonly Line[], drafts: readonly Draft[]): readonly Draft[] {
  const joined: Draft[] = [];
  const hasTextAbove =
    drafts[0]?.kind === "text" && lines.slice(drafts[0].from, drafts[0].to).some((line) => !line.isBlank);
  for (const [i, draft] of drafts.entries()) {
    const last = joined.at(-1);
    const isBroken =
      hasTextAbove && last?.kind === "quote" && drafts[i + 1]?.kind === "quote" && isWrapped(lines, draft);
    if (last !== undefined && last.kind === "quote" && (isBroken || draft.kind === "quote")) {
      last.to = draft.to;
      last.isIntroduced ||= draft.isIntroduced;
    } else joined.push({ ...draft });
  }
  return joined;
}

function isWrapped(lines: readonly Line[], draft: Draft): boolean {
  if (draft.to - draft.from > 2) return false;
  const above = lines[draft.from - 1];
  const first = lines[draft.from];
  const hasBlank = lines.slice(draft.from, draft.to).some((line) => line.isBlank);
  if (above === undefined || first === undefined || hasBlank || above.depth === 0 || first.isTyped) return false;
  const isOneToken = !first.plain.includes(" ");
  if (/^[(<[]?https?:/.test(first.plain) || (isOneToken && above.plain.includes("http"))) return true;
  return (
    !above.isBlank && above.plain.length + above.block.marks.length >= WRAPPED_FROM && /^[^\p{Lu}]/u.test(first.plain)
  );
}

/** Divides each stretch of text into the person's words and the signature below them. */
function signed(
  lines: readonly Line[],
  marked: Marked,
  drafts: readonly Draft[],
  { isBlind, meter }: { isBlind: boolean; meter: Meter },
): readonly Draft[] {
  let hasText = false;
  return drafts.flatMap((draft) => {
    if (draft.kind !== "text" || marked.kept.has(draft.from)) {
      hasText ||= draft.kind === "text";
      return [draft];
    }
    const parts = divide(lines, draft, hasText, { isBlind, meter });
    hasText ||= parts.some((part) => part.kind === "text" && saysSomething(lines, part));
    return parts;
  });
}

function divide(
  lines: readonly Line[],
  draft: Draft,
  hasTextBefore: boolean,
  { isBlind, meter }: { isBlind: boolean; meter: Meter },
): readonly Draft[] {
  const own = lines.slice(draft.from, draft.to);
  const cut = signatureStart(
    own.map((line) => (line.isLong ? line.block.text.slice(0, 700) : line.plain)),
    own.map((line) => line.block.text),
    meter,
  );
  const parts: Draft[] = [];
  const push = (kind: "text" | "signature", from: number, to: number, isMobile: boolean): void => {
    if (to > from) parts.push({ kind, from, to, isIntroduced: false, isMobile });
  };
  let from = draft.from;
  const end = draft.from + cut;
  let hasText = hasTextBefore;
  for (let i = draft.from; i < end; i += 1) {
    const line = lines[i];
    meter.steps += 1;
    if (line === undefined || line.isBlank) continue;
    const tracker = trackerLength(lines, i, end, meter);
    if (tracker > 0) {
      push("text", from, i, false);
      push("signature", i, i + tracker, true);
      from = i + tracker;
      i = from - 1;
      continue;
    }
    const mayBe = i === draft.from || lines[i - 1]?.isBlank === true || i + 1 >= end || lines[i + 1]?.isBlank === true;
    if (line.isLong || !mayBe || !isMobileSignature(line.plain)) {
      hasText = true;
      continue;
    }
    push("text", from, i, false);
    const below = lines.slice(i + 1, end).some((other) => !other.isBlank);
    const isQuoteBelow =
      isBlind && hasText && below && lines[i + 1]?.isBlank === true && lines[i - 1]?.isBlank === true;
    from = isQuoteBelow ? end : i + 1;
    while (from < end && lines[from]?.isBlank === true) from += 1;
    push("signature", i, from, true);
    if (isQuoteBelow) break;
  }
  push("text", from, end, false);
  push("signature", end, draft.to, false);
  return parts;
}

const saysSomething = (lines: readonly Line[], draft: Draft): boolean =>
  lines.slice(draft.from, draft.to).some((line) => !line.isBlank);

function finish(lines: readonly Line[], marked: Marked, draft: Draft, at: number): Run {
  const own = lines.slice(draft.from, draft.to);
  const keep = draft.kind === "text" ? marked.kept.get(draft.from) : undefined;
  const first = own[0];
  const above = lines[draft.from - 1];
  const filled = own.filter((line) => !line.isBlank);
  const images = own.flatMap((line) => line.block.images ?? []);
  const shown =
    keep === undefined ? own.map((line) => (line.isTyped ? "" : line.block.marks) + line.block.text) : [keep];
  return {
    at,
    kind: draft.kind,
    shown,
    answered: shown,
    images,
    // A picture may be all that somebody answers.
    says: filled.length > 0 || images.length > 0,
    quotes: draft.kind === "quote" && own.some((line, i) => !line.isBlank && marked.kinds[draft.from + i] === "quote"),
    isIntroduced: draft.isIntroduced,
    isAside: filled.length === 1 && first?.block.marks === ">" && !first.isBlank && above?.isBlank === false,
    isMobile: draft.isMobile,
  };
}
