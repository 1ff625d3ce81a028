/**
 * What the page says of a conversation beside a message: tags, facts by name, and what it calls it. Whoever writes in a browser
 * can say it too: it tells nobody's identity and opens nothing.
 */
type Fact = string | number | boolean;
/** Flat, as the public API gives it back. */
export type Metadata = Readonly<Record<string, Fact>>;

export interface SiteFacts {
  readonly tags: readonly string[];
  /** Null takes what stood there away. */
  readonly metadata: readonly (readonly [name: string, value: Fact | null])[];
  /** What it calls a conversation that begins; null: it does not. */
  readonly name: string | null;
}

/** More are a list, not labels; an agent reads them at a glance. */
export const MAX_TAGS = 50;
const MAX_TAG_CHARS = 80;
/** Of the facts as JSON, names and all: Sunshine Conversations takes as much. */
export const MAX_METADATA_CHARS = 4_096;
/** As many as could have room in that, so that nobody makes us try a million. */
const MAX_FACTS = 700;
/** As a title in a list. */
const MAX_NAME_CHARS = 100;
/** What Sunshine Conversations calls a field of a ticket, by its id. */
const FIELD = "zen:ticket_field:";

interface Said {
  readonly tags?: unknown;
  readonly fields?: unknown;
  readonly metadata?: unknown;
  readonly name?: unknown;
}

/** What can be taken of it. It refuses nothing: pages make mistakes, and a person's words are not to be lost by them. */
export function siteFactsIn({ tags, fields, metadata, name }: Said): SiteFacts {
  const ofFields = listOf(fields).flatMap((field) =>
    isObject(field) && isFact(field["id"]) ? [[`${FIELD}${field["id"]}`, field["value"]] as const] : [],
  );
  const named = [...(isObject(metadata) ? Object.entries(metadata) : []), ...ofFields].slice(0, MAX_FACTS);
  return {
    tags: listOf(tags).filter(isFact).slice(0, MAX_FACTS).map(tagOf),
    metadata: named.flatMap(([key, value]) => {
      const fact = factOf(value);
      return fact === undefined ? [] : [[clean(key), fact]];
    }),
    name: isFact(name) ? clean(`${name}`).trim().slice(0, MAX_NAME_CHARS) || null : null,
  };
}

/** Of a conversation. */
interface Known {
  readonly tags: readonly string[];
  readonly metadata: Metadata;
}

/**
 * What the conversation knows then: tags are added, facts replaced by name. What would be too much is left out, the rest is
 * kept. Empty where nothing changes.
 */
export function takeSiteFacts(known: Known, told: SiteFacts): Partial<Known> {
  const tags = [...new Set([...known.tags, ...told.tags])].filter((tag) => tag !== "");
  const metadata = told.metadata.reduce(withFact, known.metadata);
  return {
    ...(tags.length > known.tags.length && known.tags.length < MAX_TAGS ? { tags: tags.slice(0, MAX_TAGS) } : {}),
    ...(metadata === known.metadata ? {} : { metadata }),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const isFact = (value: unknown): value is Fact =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Of several values one text; undefined: nothing that could be kept. */
function factOf(value: unknown): Fact | null | undefined {
  if (value === null) return null;
  if (typeof value === "string") return clean(value);
  if (isFact(value)) return value;
  return Array.isArray(value) ? clean(value.filter(isFact).join(", ")) : undefined;
}

/** No database keeps U+0000 or half a pair. */
const clean = (text: string): string => text.replaceAll(/[\0\p{Cs}]/gu, "\uFFFD");

/** One word, as a trigger compares it; a comma would part it in lists. */
const tagOf = (tag: Fact): string =>
  clean(`${tag}`.trim())
    .replaceAll(/[\s,\p{Cc}]+/gu, "_")
    .slice(0, MAX_TAG_CHARS);

function withFact(known: Metadata, [name, value]: SiteFacts["metadata"][number]): Metadata {
  const before = Object.hasOwn(known, name) ? known[name] : undefined;
  if (value === null || value === before) {
    if (value === before || before === undefined) return known;
    return Object.fromEntries(Object.entries(known).filter(([each]) => each !== name));
  }
  const next = { ...known, [name]: value };
  return JSON.stringify(next).length > MAX_METADATA_CHARS ? known : next;
}
