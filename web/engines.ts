/**
 * The oldest engine that each page is written for. The builds take their targets from here, docs/browsers.md says the same
 * to people, and `test/engines` holds every style and script of a page against it.
 */
export interface Engines {
  readonly chrome: string;
  readonly firefox: string;
  readonly safari: string;
}

/** Constructable style sheets, which a strict Content-Security-Policy asks for, and ARIA as properties. The demo shows it. */
export const WIDGET_ENGINES: Engines = { chrome: "111", firefox: "119", safari: "16.4" };

/** Popovers (menus that no edge cuts off) and `light-dark`. */
export const WORKSPACE_ENGINES: Engines = { chrome: "123", firefox: "125", safari: "17.5" };

/** Where a mail's links lead, in whatever browser the mail program opens. */
export const LINK_PAGE_ENGINES: Engines = { chrome: "88", firefox: "96", safari: "15.4" };

/** As Vite takes them. */
export const targetsOf = ({ chrome, firefox, safari }: Engines): string[] => [
  `chrome${chrome}`,
  `firefox${firefox}`,
  `safari${safari}`,
];
