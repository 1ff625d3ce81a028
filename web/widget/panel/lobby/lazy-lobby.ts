/** What surrounds a conversation (lobby.ts), fetched when the panel opens. */
import { type ComponentChildren, h } from "preact";
import type { Store } from "../state.ts";
import type { Home, HomeProps } from "./home.tsx";
import type { Menu, MenuProps } from "./menu.tsx";
import type { Presence, PresenceProps } from "./presence.tsx";

export interface Lobby {
  readonly Menu: typeof Menu;
  readonly Home: typeof Home;
  readonly Presence: typeof Presence;
}

/** Null: not here yet; it is drawn when it is. */
interface LazyLobby {
  readonly fetch: () => void;
  readonly menu: (props: MenuProps) => ComponentChildren;
  readonly home: (props: HomeProps) => ComponentChildren;
  readonly presence: (props: PresenceProps) => ComponentChildren;
}

export function lazyLobby(root: ShadowRoot, store: Store): LazyLobby {
  let lobby: Lobby | null = null;

  const fetchCode = async (): Promise<void> => {
    try {
      const { openLobby } = await import("./lobby.ts");
      lobby ??= openLobby(root);
      store.set({});
    } catch {
      // Offline: the next opening tries again.
    }
  };
  return {
    fetch: () => void fetchCode(),
    menu: (props) => lobby && h(lobby.Menu, props),
    home: (props) => lobby && h(lobby.Home, props),
    presence: (props) => lobby && h(lobby.Presence, props),
  };
}
