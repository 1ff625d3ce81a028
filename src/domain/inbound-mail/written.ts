/** What somebody wrote in a mail and sent along with it. */
import { inboundFiles } from "../attachments/inbound-files.ts";
import type { Block } from "../reply-extraction/block.ts";
import { extractReply, type Folded } from "../reply-extraction/extract-reply.ts";
import { DELIMITERS, traceOf } from "../reply-extraction/sent-trace.ts";
import { hasVisibleText } from "../visible-text.ts";
import { saysPassedOn } from "./reading/forward-subject.ts";
import type { MailAttachment, ParsedMail } from "./reading/parsed-mail.ts";

/** Of what a mail consists whose writer says nothing in it. */
type NothingBut = "quote" | "signature" | "signature-and-quote" | "nothing";

export interface Written {
  /** Never empty where something was written; empty where files say it all, or where there is only what was cut. */
  readonly text: string;
  /** What was quoted below it; null: nothing. */
  readonly cut: string | null;
  readonly files: readonly MailAttachment[];
  /** Nothing of their own was found: there is only this, or the text is the subject. Null: they wrote, or sent, something. */
  readonly nothingBut: NothingBut | null;
}

/** The body of a mail, with the person's own words told from what they quote. */
export interface ReadBody {
  readonly text: string;
  readonly cut: string;
  readonly folded: Folded;
  /** Content-IDs of the images that it names anywhere. */
  readonly named: readonly string[];
  /** Those that stand in the person's own words. */
  readonly kept: readonly string[];
}

/**
 * `forms`: the body in each form that its sender offered, the richest first. The first counts in which, freed of the
 * quote, something is said; where none says anything, the first with anything to show. `sentTexts`: what we mailed in the
 * conversation that the mail names; its lines are what an answer quotes. A mail whose `subject` says that it passes another
 * on quotes what the person wants us to read.
 */
export function readBody(
  forms: readonly (readonly Block[])[],
  sentTexts: readonly string[],
  subject: string,
): ReadBody {
  const trace = traceOf(sentTexts, DELIMITERS);
  const isPassedOn = saysPassedOn(subject);
  const bodies: ReadBody[] = [];
  const doubtful: ReadBody[] = [];
  for (const blocks of forms) {
    const { text, cut, folded, images, isInDoubt } = extractReply(blocks, trace, { isPassedOn });
    const body = { text, cut, folded, named: blocks.flatMap((block) => block.images ?? []), kept: images };
    if (hasVisibleText(text.replaceAll(PLACEHOLDER, ""))) {
      if (!isInDoubt || isPassedOn) return body;
      doubtful.push(body);
    }
    bodies.push(body);
  }
  return doubtful[0] ?? bodies.find(({ kept, cut }) => kept.length > 0 || hasVisibleText(cut)) ?? NOTHING;
}

const NOTHING: ReadBody = { text: "", cut: "", folded: { quote: false, signature: false }, named: [], kept: [] };
/** What a program writes into the plain form where the HTML shows a picture. */
const PLACEHOLDER = /\[(?:cid|image|inline image)[: ][^\]\n]{0,300}\]/gi;

/**
 * A mail without any words says its subject, also where a program signed it; one that only quotes says nothing, for its
 * subject is an answer's, and what it quotes is folded away.
 */
export function whatWasWritten(mail: Pick<ParsedMail, "subject" | "attachments">, body: ReadBody): Written {
  const files = inboundFiles(mail.attachments, body);
  const isWordless = !hasVisibleText(body.text) && files.length === 0;
  return {
    text: !isWordless ? body.text : body.folded.quote ? "" : mail.subject,
    cut: body.cut === "" ? null : body.cut,
    files,
    nothingBut: isWordless ? nothingBut(body.folded) : null,
  };
}

function nothingBut({ quote, signature }: Folded): NothingBut {
  if (quote) return signature ? "signature-and-quote" : "quote";
  return signature ? "signature" : "nothing";
}
