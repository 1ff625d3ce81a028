/**
 * HTML of strangers → HTML that may stand in a page of ours (and is sanitised again in the browser).
 *
 * Allowed is what a letter needs; nothing that runs, loads, submits, covers or identifies. An image stays only when it came with this mail.
 */
import sanitizeHtml from "sanitize-html";

/** Where an inline image of this mail may be loaded from. */
export interface InlineImages {
  /** The Content-IDs of the mail's own attachments, without angle brackets, and the path that serves each of them to whoever may see it. */
  readonly paths: ReadonlyMap<string, string>;
}

/** What of it may be shown. */
export interface Sanitised {
  readonly html: string;
  /** Images that would have been loaded from elsewhere: an agent may be told that there were some. */
  readonly remoteImages: number;
}

/** Characters looked at. Longer HTML is cut before, which costs its end and never its safety. */
const MAX_HTML = 2_000_000;
/** Deeper elements are dropped: browsers get slow and some crash. */
const MAX_NESTING = 100;
/** Open elements at one place. Quotes of quotes nest a few dozen deep. */
const MAX_OPEN = 400;

export function sanitizeMailHtml(html: string, images: InlineImages): Sanitised {
  let remoteImages = 0;
  const clean = sanitizeHtml(shallow(html.slice(0, MAX_HTML)), {
    ...POLICY,
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, rel: "noopener noreferrer nofollow", target: "_blank" },
      }),
      img: (tagName, attribs) => {
        const path = images.paths.get(contentId(attribs["src"] ?? ""));
        if (path === undefined && /^\s*(?:https?:|\/\/)/i.test(attribs["src"] ?? "")) remoteImages += 1;
        // An image without a source shows its words.
        return { tagName, attribs: { ...without(attribs, "src"), ...(path === undefined ? {} : { src: path }) } };
      },
    },
  });
  return { html: clean, remoteImages };
}

/**
 * The HTML up to where elements lie too deep in each other. Every closing tag makes the parser look through all that are open, so
 * 25,000 open ones and as many stray closing tags take seconds.
 */
function shallow(html: string): string {
  let depth = 0;
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at + 1)) {
    const tag = TAG.exec(html.slice(at + 1, at + 20));
    if (tag === null || CLOSE_THEMSELVES.has((tag[2] ?? "").toLowerCase())) continue;
    depth = tag[1] === "/" ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MAX_OPEN) return html.slice(0, at);
  }
  return html;
}

const TAG = /^(\/?)([a-z][a-z0-9:-]{0,15})/i;
/** Elements without a content, or that the next of their kind closes: writers leave them open. */
const CLOSE_THEMSELVES = new Set(
  "area base br col dd dt embed frame hr img input li link meta option p param source tbody td tfoot th thead tr track wbr".split(
    " ",
  ),
);

/** `cid:image001@01D0` as RFC 2392 §2 writes it: percent-encoded, without brackets. */
function contentId(source: string): string {
  const found = /^\s*cid:([^\s]{1,998})$/i.exec(source);
  if (found === null) return "";
  try {
    return decodeURIComponent(found[1] ?? "").replaceAll(/[<>]/g, "");
  } catch {
    return found[1] ?? "";
  }
}

const without = (attribs: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(attribs).filter(([key]) => key !== name));

const COLOUR = [
  /^#[0-9a-f]{3,8}$/i,
  /^[a-z]{3,24}$/i,
  /^rgba?\(\s?\d{1,3}\s?,\s?\d{1,3}\s?,\s?\d{1,3}\s?(?:,\s?[\d.]{1,5}\s?)?\)$/i,
];

const POLICY: sanitizeHtml.IOptions = {
  allowedTags: (
    "a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font footer " +
    "h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr"
  ).split(" "),
  // No id and no class: they could reach into our page's own.
  allowedAttributes: {
    "*": ["dir", "lang", "title", "style"],
    a: ["href", "rel", "target"],
    img: ["src", "alt", "width", "height"],
    font: ["color", "face", "size"],
    ol: ["start", "type", "reversed"],
    li: ["value"],
    blockquote: ["type"],
    table: ["border", "cellpadding", "cellspacing", "width", "align", "bgcolor"],
    td: ["colspan", "rowspan", "width", "align", "valign", "bgcolor"],
    th: ["colspan", "rowspan", "width", "align", "valign", "bgcolor", "scope"],
    tr: ["align", "valign", "bgcolor"],
    col: ["span", "width"],
    time: ["datetime"],
  },
  allowedSchemes: ["http", "https", "mailto", "tel"],
  // The path of an inline image is relative; everything else was taken out above.
  allowedSchemesByTag: { img: [] },
  allowProtocolRelative: false,
  // Nothing with url(), position or size beyond the letter: no loading, no covering of our own buttons.
  allowedStyles: {
    "*": {
      color: COLOUR,
      "background-color": COLOUR,
      "font-weight": [/^(?:normal|bold|bolder|lighter|[1-9]00)$/],
      "font-style": [/^(?:normal|italic|oblique)$/],
      "text-decoration": [/^(?:none|underline|line-through)$/],
      "text-align": [/^(?:left|right|center|justify|start|end)$/],
      direction: [/^(?:ltr|rtl)$/],
      "white-space": [/^(?:normal|pre|pre-wrap|pre-line|nowrap)$/],
    },
  },
  disallowedTagsMode: "discard",
  nonTextTags: [
    "script",
    "style",
    "textarea",
    "option",
    "noscript",
    "title",
    "head",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
  ],
  nestingLimit: MAX_NESTING,
  enforceHtmlBoundary: false,
};
