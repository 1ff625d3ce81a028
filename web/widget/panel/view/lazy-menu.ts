/** The menu (menu.tsx), fetched when the panel opens. */
import { type ComponentChildren, h } from "preact";
import type { Store } from "../state.ts";
import type { Menu, MenuProps } from "./menu.tsx";

interface LazyMenu {
  readonly fetch: () => void;
  /** Null: not here yet; it is drawn when it is. */
  readonly draw: (props: MenuProps) => ComponentChildren;
}

export function lazyMenu(root: ShadowRoot, store: Store): LazyMenu {
  let menu: typeof Menu | null = null;

  const fetchCode = async (): Promise<void> => {
    try {
      const { openMenu } = await import("./menu.tsx");
      menu ??= openMenu(root);
      store.set({});
    } catch {
      // Offline: the next opening tries again.
    }
  };
  return {
    fetch: () => void fetchCode(),
    draw: (props) => menu && h(menu, props),
  };
}
