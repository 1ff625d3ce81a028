/** A team member as the end users of a brand see them: in the widget, in mails, in who is there (product.md §10.3). */
import { unreachable } from "../result.ts";

/** What a brand shows of whoever answers. `nobody`: the brand itself answers. */
export const FACES = ["names-and-photos", "first-names", "nobody"] as const;
export type Faces = (typeof FACES)[number];

/** What of a member may be shown. */
export interface Showable {
  readonly name: string;
  /** The name that they want end users to read; null: the full one. */
  readonly publicName: string | null;
  /** The hash of their photo; null: none. */
  readonly photo: string | null;
}

/** `name` null: the brand answers, by its own name and logo. `photo`: a hash; null: none is shown. */
export interface Shown {
  readonly name: string | null;
  readonly photo: string | null;
}

/** The only way of a member's name or photo to an end user. */
export function shownAuthor({ name, publicName, photo }: Showable, faces: Faces): Shown {
  const shown = publicName ?? name;
  switch (faces) {
    case "names-and-photos":
      return { name: shown, photo };
    case "first-names":
      return { name: firstName(shown), photo: null };
    case "nobody":
      return { name: null, photo: null };
    default:
      return unreachable(faces);
  }
}

/** "Dr.", "Prof.": no first name stands before its full stop; an initial does. */
const TITLE = /^\p{L}{2,}\.$/u;

/** PhD, MSc, MBA, B.A., Jr: no first name has a capital or a full stop within it. */
const DEGREE = /\p{L}\.?\p{Lu}|^(?:[JS]r|Esq)\.?$/u;

/** The first word that is no title; of "Martin, Léo" the one behind the comma, of "Léo Martin, PhD" the one before it. */
function firstName(name: string): string {
  const [before = "", behind = ""] = name.split(",");
  const after = wordsOf(behind).filter((word) => !TITLE.test(word));
  const isTurned = after.length > 0 && (wordsOf(before).length === 1 || !after.some((word) => DEGREE.test(word)));
  const words = wordsOf(isTurned ? behind : before);
  return words.find((word) => !TITLE.test(word)) ?? words[0] ?? name;
}

const wordsOf = (text: string): readonly string[] => text.split(/\s+/u).filter((word) => word !== "");
