/** Where an open menu stands: at its button, on the side that was asked for, and always whole on the screen. */
import { type RefObject, useLayoutEffect } from "react";

/** Which way a menu opens from its button, and with which of the button's edges it is flush. */
export type MenuSide = "down-start" | "down-end" | "up-start" | "up-end";

/** Between the menu and its button. */
const GAP_PX = 4;
/** Between the menu and the edge of the screen. */
const EDGE_PX = 8;

/** Above everything, so that nothing that scrolls cuts it off; it follows its button while the page moves below. */
export function useMenuPlace(
  isOpen: boolean,
  side: MenuSide,
  parts: { readonly button: RefObject<HTMLElement | null>; readonly list: RefObject<HTMLElement | null> },
): void {
  const { button, list } = parts;
  useLayoutEffect(() => {
    if (!isOpen || button.current === null || list.current === null) return undefined;
    const [anchor, menu] = [button.current, list.current];
    const follow = (): void => place(anchor, menu, side);
    menu.showPopover();
    follow();
    window.addEventListener("resize", follow);
    window.addEventListener("scroll", follow, true);
    return () => {
      window.removeEventListener("resize", follow);
      window.removeEventListener("scroll", follow, true);
    };
  }, [isOpen, side, button, list]);
}

function place(anchor: HTMLElement, menu: HTMLElement, side: MenuSide): void {
  const at = anchor.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const [above, below] = [at.top - GAP_PX - EDGE_PX, clientHeight - at.bottom - GAP_PX - EDGE_PX];
  // Not what it has been given before, but what it wants.
  menu.style.maxBlockSize = "";
  const { offsetWidth: width, offsetHeight: wanted } = menu;
  const opensUp = side.startsWith("up") ? wanted <= above || above >= below : wanted > below && above > below;
  const height = Math.min(wanted, Math.max(above, below));
  const atStart = side.endsWith("start") === (getComputedStyle(menu).direction === "ltr");
  const left = atStart ? at.left : at.right - width;
  const top = opensUp ? at.top - GAP_PX - height : at.bottom + GAP_PX;
  menu.style.maxBlockSize = `${height}px`;
  menu.style.left = `${Math.max(EDGE_PX, Math.min(left, clientWidth - width - EDGE_PX))}px`;
  menu.style.top = `${Math.max(EDGE_PX, Math.min(top, clientHeight - height - EDGE_PX))}px`;
}
