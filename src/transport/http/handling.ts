/** Requests that are being handled, and how they end when the server stops. */
import type { FastifyInstance } from "fastify";
import { trackWork, type UnderWay } from "../edge/under-way.ts";

/** A browser that hangs up does not end what it began. Call it before routes are registered. Answers what waits for the handlers that run, for a stop. */
export function trackHandlers(app: FastifyInstance): Pick<UnderWay, "ended"> {
  // What a handler throws is answered where its request is.
  const work = trackWork(() => undefined);
  app.addHook("onRoute", (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      const answer = handler.call(this, request, reply);
      if (answer instanceof Promise) void work.begin(answer);
      return answer;
    };
  });
  return work;
}

/** Whoever sends or reads slower than this when we stop begins again elsewhere. */
const REQUESTS_END_WITHIN_MS = 10_000;

/** Takes no more and lets what is under way end, for a while; `cut` ends what the HTTP server does not know of. */
export async function closeHttp(app: FastifyInstance, cut: () => void): Promise<void> {
  const timer = setTimeout(() => {
    app.server.closeAllConnections();
    cut();
  }, REQUESTS_END_WITHIN_MS);
  await app.close();
  clearTimeout(timer);
}
