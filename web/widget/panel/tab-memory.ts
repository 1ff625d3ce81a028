/**
 * What a tab remembers over a reload and from page to page, in the session storage of the host page: whether the panel is open,
 * and what it shows. Nothing before somebody has opened it, and nothing where storage is denied.
 */
import { toJson } from "../../kit/json.ts";
import type { State } from "./state.ts";
import { parseJson } from "../../ui/own-json.ts";

type Remembered = Pick<State, "isOpen" | "at" | "draft" | "currentId">;
/** Whom the site has signed in; null: nobody. */
type Owner = () => string | null;

export interface TabMemory {
  readonly recall: () => Remembered;
  /** After each rendering. */
  readonly keep: (state: Remembered) => void;
}

/** `storage` may throw. What somebody looked at whom the site had signed in is theirs alone: a tab that is restored shows it to nobody else. */
export function openTabMemory(key: string, storage: () => Storage, owner: Owner): TabMemory {
  let kept = "";
  return {
    recall: () => {
      try {
        const { isOpen, at, draft, currentId, of = null } = parseJson(storage().getItem(key) ?? "{}");
        if (of !== null && of !== owner()) return { isOpen: isOpen === true, at: null, draft: "", currentId: null };
        return { isOpen: isOpen === true, at: at ?? null, draft: `${draft ?? ""}`, currentId: currentId ?? null };
      } catch {
        return { isOpen: false, at: null, draft: "", currentId: null };
      }
    },
    keep: ({ isOpen, at, draft, currentId }) => {
      const text = isOpen || draft !== "" ? toJson({ isOpen, at, draft, currentId, of: owner() }) : "";
      if (text === kept) return;
      kept = text;
      try {
        if (text === "") storage().removeItem(key);
        else storage().setItem(key, text);
      } catch {
        // Storage denied: the page's own memory serves.
      }
    },
  };
}
