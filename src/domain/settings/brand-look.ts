/** What a brand's widget may look like, and which pages may carry it. */

/** Dark text on the brand's colour; `web/widget` paints with the same. */
const DARK_TEXT = "#16181d";
const WHITE_TEXT = "#ffffff";
/** Least contrast of text (WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;

/** Whether white or dark text on this colour can be read. `#rrggbb`, lower case. */
export const canCarryText = (colour: string): boolean =>
  [WHITE_TEXT, DARK_TEXT].some((text) => contrast(colour, text) >= LEAST_CONTRAST);

/** What a brand's one colour becomes where it is read: in mails and on the pages behind their links. */
export interface BrandInks {
  /** As chosen: stripes and buttons. */
  readonly colour: string;
  /** Words on it. */
  readonly onColour: string;
  /** Words in the colour on white, and on the dark ground of mails and pages; as near to it as can be read. */
  readonly ink: string;
  readonly inkInDark: string;
}

/** Of a brand that has not chosen yet. */
export const DEFAULT_COLOUR = "#1f4b99";

const WHITE_GROUND = "#ffffff";
const DARK_GROUND = "#15181d";

export const inksOf = (colour: string): BrandInks => ({
  colour,
  onColour: contrast(colour, WHITE_TEXT) >= LEAST_CONTRAST ? WHITE_TEXT : DARK_TEXT,
  ink: readableOn(colour, WHITE_GROUND, 0),
  inkInDark: readableOn(colour, DARK_GROUND, 255),
});

/** Nearer and nearer to black or white, in twentieths, until it can be read. */
function readableOn(colour: string, ground: string, towards: number): string {
  for (let part = 0; part < 20; part += 1) {
    const tried = mixed(colour, towards, part / 20);
    if (contrast(tried, ground) >= LEAST_CONTRAST) return tried;
  }
  return mixed(colour, towards, 1);
}

const mixed = (colour: string, towards: number, share: number): string =>
  `#${[1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    .map((each) => Math.round(each + (towards - each) * share))
    .map((each) => each.toString(16).padStart(2, "0"))
    .join("")}`;

/** A host name's label, or a number of an IPv4 address. */
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const ORIGIN = new RegExp(`^(https?)://(${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:.]+\\])(?::(\\d{1,5}))?/?$`, "u");
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };
const HIGHEST_PORT = 65_535;

/**
 * An origin as browsers send it (RFC 6454 §6.2): scheme, host and port, nothing else; in lower case, without the
 * scheme's own port. One slash at the end is forgiven, since address bars show it. Null: not an origin; wildcards are none.
 */
export function parseOrigin(input: string): string | null {
  const match = ORIGIN.exec(input.trim().toLowerCase());
  if (match === null) return null;
  const [, scheme = "", host = "", port] = match;
  if (port === undefined || Number(port) === Number(DEFAULT_PORTS[scheme])) return `${scheme}://${host}`;
  return Number(port) > 0 && Number(port) <= HIGHEST_PORT ? `${scheme}://${host}:${Number(port)}` : null;
}

/** 1 to 21, as WCAG 2.2 computes it. */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
