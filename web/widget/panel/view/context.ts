/** What every part of the panel is given besides its own facts. */
import type { WidgetConfig } from "../../../../contract/sessions/widget-sessions.ts";
import type { Messenger } from "../messenger.ts";
import type { WidgetWords } from "../words.ts";

export interface Given {
  readonly words: WidgetWords;
  readonly config: WidgetConfig;
}

/** …and with whom it deals. */
export interface Dealing extends Given {
  readonly messenger: Messenger;
}
