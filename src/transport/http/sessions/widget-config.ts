import type { WidgetConfig } from "../../../../contract/sessions/widget-sessions.ts";
import { locale } from "../../../domain/ids.ts";
import type { StoredWidgetConfig } from "../../../ports/queries/conversation-queries.ts";
import type { Words } from "../../../ports/words.ts";

/** What a page is told of its widget. `words`: the widget's own. */
export const widgetConfig = (stored: StoredWidgetConfig, words: Words, demo: boolean): WidgetConfig => ({
  ...stored,
  demo,
  launcher: {
    ...stored.launcher,
    labels: Object.fromEntries(stored.locales.map((tag) => [tag, words.say(locale(tag), "launcher.label")])),
  },
});
