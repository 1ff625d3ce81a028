/** Where the loader and the panel meet: they are built apart, and these types are all they share. */
import type { WidgetConfig } from "../../contract/sessions/widget-sessions.ts";

/**
 * `ariane("open")`, `ariane("set locale", "fr")`, `ariane("on open", callback)`, and what panel/site knows. What waits to be
 * carried out, or goes on, is taken back by taking out what stands behind the verb.
 */
export type Command = readonly [verb: string, ...values: unknown[]];

/** The one global. A page may define a stub before the script has come: `q` holds what it was told meanwhile. */
interface Ariane {
  (...command: Command): unknown;
  readonly q?: readonly Command[];
  /** The brand of the loader that has run on this page; once is enough, however often its script is there. */
  readonly on?: string;
  /** Said by a page whose script cannot carry it: a tag manager's, one in a shadow tree, a module. */
  readonly settings?: { readonly brand?: string; readonly src?: string };
}

declare global {
  interface Document {
    /** Not every engine knows it. */
    readonly prerendering?: boolean;
  }
  interface Window {
    ariane?: Ariane;
  }
}

/** What the loader hands to the panel. */
export interface Handle {
  /** Where the script came from, with a slash at the end: the API and the panel live there. */
  readonly server: string;
  readonly brandId: string;
  readonly config: WidgetConfig;
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  /** From `set locale`; null: not set by the site. */
  readonly locale: string | null;
  /** What the page has said before there was a panel to say it to; the panel takes it out. */
  readonly told: Command[];
}

/** What the panel lets the loader do. */
export interface Panel {
  /** Whatever the page says, and `toggle`; the panel knows what there is. */
  readonly run: (command: Command) => void;
}

/** The panel's module. Resolves when there is something to open. */
export interface PanelModule {
  readonly start: (handle: Handle) => Promise<Panel>;
}

/** The one key in the host page's storages: the local one, and that of the tab. */
export const storageKey = (brandId: string): string => `ariane:${brandId}`;
