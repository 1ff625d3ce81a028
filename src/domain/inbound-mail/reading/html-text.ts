/**
 * The words of an HTML text, for the rules that read reports and auto-replies. Not for showing and not for
 * reply extraction. One pass, linear, no parser: hostile markup costs no more than its length.
 */

/** Text with a line break where a block begins or ends. */
export function textOfHtml(html: string): string {
  const out: string[] = [];
  const endless = new Set<string>();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) {
      out.push(html.slice(at));
      break;
    }
    out.push(html.slice(at, open));
    const skipped = skipMarkup(html, open, endless);
    if (skipped.isBreak) out.push("\n");
    at = skipped.next;
  }
  return decodeEntities(out.join(""))
    .split("\n")
    .map((line) => line.trim())
    .filter((line, i, lines) => line !== "" || lines[i - 1] !== "")
    .join("\n")
    .trim();
}

const BLOCKS = new Set(
  "address article blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tbody td tfoot th thead title tr ul".split(
    " ",
  ),
);
const SILENT = new Set(["script", "style"]);

/** `endless` remembers elements seen never to close, so that a thousand of them are looked for once. */
function skipMarkup(
  html: string,
  open: number,
  endless: Set<string>,
): { readonly next: number; readonly isBreak: boolean } {
  if (html.startsWith("<!--", open)) {
    const close = html.indexOf("-->", open + 4);
    return { next: close < 0 ? html.length : close + 3, isBreak: false };
  }
  const close = html.indexOf(">", open);
  if (close < 0) return { next: html.length, isBreak: false };
  const isClosing = html[open + 1] === "/";
  const from = isClosing ? open + 2 : open + 1;
  const name = /^[a-z][a-z0-9]{0,15}/i.exec(html.slice(from, from + 16))?.[0].toLowerCase();
  if (name !== undefined && !isClosing && SILENT.has(name) && !endless.has(name)) {
    const end = closingTag(html, name, close);
    const after = end < 0 ? -1 : html.indexOf(">", end);
    if (after >= 0) return { next: after + 1, isBreak: false };
    // Skipped as a tag only: its text is then noise, but nothing after it is lost.
    endless.add(name);
  }
  return { next: close + 1, isBreak: name !== undefined && BLOCKS.has(name) };
}

function closingTag(html: string, name: string, from: number): number {
  const lower = html.indexOf(`</${name}`, from);
  return lower >= 0 ? lower : html.indexOf(`</${name.toUpperCase()}`, from);
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
]);

function decodeEntities(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,6});/gi, (whole, body: string) => {
    if (!body.startsWith("#")) return NAMED.get(body.toLowerCase()) ?? whole;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : " ";
  });
}
