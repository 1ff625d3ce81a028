/** What is being written and not sent: kept for each conversation, over reload, crash and from tab to tab. */
import { toJson } from "../../kit/json.ts";
import type { Keep } from "./keep.ts";
import { EMPTY_TRAY } from "./files/tray.ts";
import type { State, Store } from "./state.ts";

type Written = Pick<State, "currentId" | "draft" | "laidBy">;
type Drafts = Readonly<Record<string, string>>;

/** By conversation, without those in which nothing stands. */
export function draftsOf({ currentId, draft, laidBy }: Written): Drafts {
  const texts = Object.entries(laidBy).map(([id, laid]) => [id, laid.draft] as const);
  // What lay by of the one that is shown is what it was when it was turned to.
  const all = new Map([...texts, [currentId ?? "", draft] as const]);
  return Object.fromEntries([...all].filter(([, text]) => text !== ""));
}

/** What this page holds, with the drafts as they were kept. Files that are being added stay where they are. */
export function withDrafts({ currentId, laidBy }: Written, drafts: Drafts): Pick<State, "draft" | "laidBy"> {
  const shown = currentId ?? "";
  const ids = new Set([...Object.keys(laidBy), ...Object.keys(drafts)]);
  const laid = [...ids].map((id) => [id, { tray: laidBy[id]?.tray ?? EMPTY_TRAY, draft: drafts[id] ?? "" }] as const);
  return { draft: drafts[shown] ?? "", laidBy: Object.fromEntries(laid.filter(([id]) => id !== shown)) };
}

/** Writes what has changed since it was told last. */
export function draftKeeper(keep: Keep): (written: Written) => void {
  let last = toJson(keep.read().drafts);
  return (written) => {
    const drafts = draftsOf(written);
    const text = toJson(drafts);
    if (text === last) return;
    last = text;
    keep.change(() => ({ drafts }));
  };
}

interface DraftsParts {
  readonly keep: Keep;
  readonly store: Store;
  readonly root: ShadowRoot;
}

/** Takes up what was kept, beside what is being written here. */
export function openDrafts({ keep, store, root }: DraftsParts): {
  readonly drawn: (state: State) => void;
  readonly storageChanged: () => void;
} {
  const takeUp = (): void => store.set(withDrafts(store.get(), keep.read().drafts));
  // The tab knows what was being written last, and somebody may have begun to write before this code came.
  const { draft, currentId } = store.get();
  if (draft !== "") keep.change(({ drafts }) => ({ drafts: { ...drafts, [currentId ?? ""]: draft } }));
  takeUp();
  return {
    drawn: draftKeeper(keep),
    storageChanged: () => {
      // Another tab writes; in this one nobody does.
      if (!document.hasFocus() || root.activeElement === null) takeUp();
    },
  };
}
