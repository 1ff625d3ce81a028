/** What surrounds a conversation: the menu, the list of all of them, and who is there. A chunk of its own. */
import { addStyles } from "../styles.ts";
import { Home } from "./home.tsx";
import type { Lobby } from "./lazy-lobby.ts";
import css from "./lobby.css?inline";
import { Menu } from "./menu.tsx";
import menuCss from "./menu.css?inline";
import { Presence } from "./presence.tsx";

/** What draws it, with its looks. Once a panel. */
export function openLobby(root: ShadowRoot): Lobby {
  addStyles(root, css + menuCss);
  return { Menu, Home, Presence };
}
