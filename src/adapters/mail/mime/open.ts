/** Parts that hold a mail of their own in disguise, opened: what is inside takes their place. */
import type { ParsedMail } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import { readCms } from "./inside/cms.ts";
import { readTnef } from "./inside/tnef.ts";
import { mend } from "./mending/mend.ts";
import { type MimePart, readTree } from "./tree.ts";

interface Opened {
  readonly root: MimePart;
  readonly protection: ParsedMail["protection"];
}

/** Total: what cannot be opened stays as it is. */
export async function openParts(root: MimePart): Promise<Opened> {
  const state: State = { left: MOST_OPENED, protection: null };
  return { root: await openPart(root, state, 0), protection: state.protection };
}

interface State {
  left: number;
  protection: ParsedMail["protection"];
}

/** Real mail has one; signed and then encrypted, or through two broken gateways, two or three within another. */
const MOST_OPENED = 12;
const DEEPEST = 5;

async function openPart(part: MimePart, state: State, depth: number): Promise<MimePart> {
  if (part.children.length > 0) {
    note(state, part);
    const children: MimePart[] = [];
    for (const child of part.children) children.push(await openPart(child, state, depth));
    return { ...part, children };
  }
  if (isTnef(part)) return unpacked(part);
  const inside = depth < DEEPEST && state.left > 0 ? insideOf(part, state, depth === 0) : null;
  if (inside === null) return part;
  state.left -= 1;
  const found = await parsed(inside);
  return found === null ? part : openPart({ ...found, contentId: part.contentId }, state, depth + 1);
}

/** PGP and S/MIME whose parts lie open. */
function note(state: State, { type }: MimePart): void {
  if (type === "multipart/encrypted") state.protection = "encrypted";
  if (type === "multipart/signed") state.protection ??= "signed";
}

/** The mail within, as bytes; null: there is none. */
function insideOf(part: MimePart, state: State, isRoot: boolean): Uint8Array | null {
  if (isSmime(part)) {
    const cms = readCms(part.bytes);
    if (cms === null) return null;
    if (cms.kind === "encrypted") state.protection = "encrypted";
    if (cms.kind === "signed") state.protection ??= "signed";
    return cms.kind === "encrypted" ? null : cms.content;
  }
  if (part.type.startsWith("multipart/")) return underBoundary(part, true);
  return isRoot && part.type === "text/plain" && part.filename === null ? underBoundary(part, false) : null;
}

/** The type of what came in winmail.dat: its words count where the mail has none of its own. */
export const FROM_TNEF = "multipart/x-tnef";

const isTnef = ({ type, filename }: MimePart): boolean =>
  /^application\/(?:vnd\.)?ms-tnef$/.test(type) ||
  (type === "application/octet-stream" && /^winmail\d{0,8}\.dat$/i.test(filename ?? ""));

function unpacked(part: MimePart): MimePart {
  const tnef = readTnef(part.bytes);
  // What gives nothing is handed over as it came.
  if (tnef === null || (tnef.text === null && tnef.html === null && tnef.files.length === 0)) return part;
  const letter = [
    ...(tnef.text === null ? [] : [madeOf("text/plain", tnef.text)]),
    ...(tnef.html === null ? [] : [madeOf("text/html", tnef.html)]),
  ];
  const files = tnef.files.map(({ name, type, contentId, bytes }) => ({
    ...madeOf(type?.toLowerCase() ?? "application/octet-stream", ""),
    filename: name,
    disposition: "attachment",
    contentId,
    bytes,
  }));
  const children = [{ ...madeOf("multipart/alternative", ""), children: letter }, ...files];
  return { ...madeOf(FROM_TNEF, ""), children };
}

const madeOf = (type: string, text: string): MimePart => ({
  type,
  isTyped: true,
  params: new Map([["charset", "utf-8"]]),
  disposition: null,
  filename: null,
  contentId: null,
  encoding: "",
  bytes: Buffer.from(text, "utf8"),
  children: [],
});

const isSmime = ({ type, filename }: MimePart): boolean =>
  /^application\/(?:x-)?pkcs7-mime$/.test(type) ||
  (type === "application/octet-stream" && /\.p7m$/i.test(filename ?? ""));

/**
 * What stands between boundaries that nobody announced, or that were announced wrongly. `isMultipart`: the sender says
 * that there are parts. Where not, parts have to be all there is, each with its boundary: people send such text as well.
 */
function underBoundary(part: MimePart, isMultipart: boolean): Uint8Array | null {
  const start = Buffer.from(part.bytes.subarray(0, LOOKED_AT)).toString("latin1");
  const [whole = "", before = "", announced = ""] = DELIMITER.exec(start) ?? [];
  const boundary = announced === "" && isMultipart ? closedBoundary(start) : announced;
  if (boundary === "") return null;
  if (!isMultipart && (!PREAMBLE.test(before) || !start.includes(`\n--${boundary}`, whole.length))) return null;
  const subtype = isMultipart ? part.type : guessedType(start);
  return Buffer.concat([Buffer.from(`Content-Type: ${subtype}; boundary="${boundary}"\r\n\r\n`, "latin1"), part.bytes]);
}

/** The first delimiter stands at the top; of what follows the kinds of the parts are looked at. */
const LOOKED_AT = 262_144;
/** A line of two dashes and a name with a field of MIME below it. */
const DELIMITER = /^([^]{0,20000}?(?:^|\n))--([^\s"\\][^\r\n"\\]{0,198}?)[ \t]*\r?\n(?=content-[a-z-]{2,30}[ \t]*:)/i;
const PREAMBLE = /^\s*(?:[^\n]{0,40}(?:mime|multi-?part)[^\n]{0,200}\s*){0,3}$/i;

/** Parts without fields of their own show themselves only by being closed. Empty: none is. */
function closedBoundary(text: string): string {
  const first = [...text.slice(0, TOP).matchAll(/^--([\w'()+,./:=?-]{1,70})[ \t]{0,8}\r?$/gm)].slice(0, MOST_TRIED);
  return first.map(([, name = ""]) => name).find((name) => text.includes(`\n--${name}--`)) ?? "";
}

const TOP = 2_000;
const MOST_TRIED = 20;

const guessedType = (text: string): string => {
  const types = [...text.matchAll(/\ncontent-type[ \t]*:[ \t]*([\w/+-]{1,60})/gi)].map(([, type = ""]) =>
    type.toLowerCase(),
  );
  return types.length === 2 && types[0] === "text/plain" && types[1] === "text/html"
    ? "multipart/alternative"
    : "multipart/mixed";
};

/** Null: it is no mail, or one that costs too much. */
async function parsed(bytes: Uint8Array): Promise<MimePart | null> {
  try {
    return (await readTree(mend(bytes).bytes)).root;
  } catch {
    return null;
  }
}
