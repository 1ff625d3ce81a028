/** How a browser session of the widget begins, is joined by a link, and ends. */
import { widgetSessionApi } from "../../../../contract/sessions/widget-sessions.ts";
import { brandId } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { WidgetQueries } from "../../../ports/queries/conversation-queries.ts";
import type { Words } from "../../../ports/words.ts";
import { endSession } from "../../../usecases/sessions/end-session.ts";
import { identifyPerson } from "../../../usecases/sessions/identify-person.ts";
import { resumeConversation } from "../../../usecases/sessions/resume-conversation.ts";
import { startSession } from "../../../usecases/sessions/start-session.ts";
import { IDENTITIES_A_NETWORK, RESUMES_A_NETWORK, SESSIONS_A_NETWORK } from "../../edge/allowances.ts";
import type { Limits } from "../../edge/limits.ts";
import { refused } from "../../edge/refusals.ts";
import { type Door, serve, show } from "../serve.ts";
import { widgetConfig } from "./widget-config.ts";

export interface WidgetSessionDeps {
  readonly usecases: Parameters<typeof identifyPerson>[0];
  readonly queries: WidgetQueries;
  readonly limits: Limits;
  /** Whether this is a demo is not the database's to say. */
  readonly isDemo: boolean;
  /** What the widget says before its own words have come. */
  readonly widgetWords: Words;
}

/** A stale configuration for so long costs nothing; a page view should not cost a query. */
const CONFIG_CACHE_SECONDS = 60;
/** On a door that host pages may ask. */
export function widgetSessionRoutes(
  door: Door,
  { usecases, queries, limits, isDemo, widgetWords }: WidgetSessionDeps,
): void {
  show(door, widgetSessionApi.config, async ({ query, reply }) => {
    const config = await queries.config(brandId(query.brand));
    if (config === null) throw refused("not-found", "There is no such brand: check data-brand.");
    reply.header("cache-control", `public, max-age=${CONFIG_CACHE_SECONDS}`);
    return widgetConfig(config, widgetWords, isDemo);
  });
  serve(door, widgetSessionApi.start, async ({ body, request }) => {
    await limits.takeNew("session", request.ip, SESSIONS_A_NETWORK);
    const { brandId: brand, locale, ...browser } = body;
    return startSession(usecases, { ...browser, brandId: brandId(brand), widgetLocale: locale });
  });
  serve(door, widgetSessionApi.identify, async ({ body, request }) => {
    await limits.takeOf("identify", request.ip, IDENTITIES_A_NETWORK);
    const { brandId: brand, locale, ...rest } = body;
    return identifyPerson(usecases, { ...rest, brandId: brandId(brand), widgetLocale: locale });
  });
  serve(door, widgetSessionApi.end, async ({ who }) => ok(await endSession(usecases, who)));
  serve(door, widgetSessionApi.resume, async ({ body, request }) => {
    await limits.takeOf("resume", request.ip, RESUMES_A_NETWORK);
    return resumeConversation(usecases, body);
  });
}
