/** What browsers are given: the widget for every page, the workspace for our own. */
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { App } from "./server.ts";

interface WebRoutesDeps {
  /** `dist/web`, as the build leaves it. */
  readonly folder: string;
  /** Plain style sheets of the few pages that have no build. */
  readonly assetsFolder: string;
  /** Where `/` leads. */
  readonly home: string;
}

const YEAR_SECONDS = 31_536_000;
/** Pages name the loader themselves: its name never changes, so browsers ask again soon. */
const LOADER = /\/(?:ariane|zendesk)\.js$/;
const LOADER_SECONDS = 300;
const HASHED = /-[A-Za-z0-9_-]{8,}\.(?:js|css|woff2)$/;
/** What the build puts behind the name of a file that it compressed. */
const COMPRESSED = /\.(?:br|gz)$/;
const WORKSPACE_POLICY =
  "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export function webRoutes(deps: WebRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    app.get("/", (_request, reply) => reply.redirect(deps.home));
    // Each a room of its own: what one sends by name goes out with its own headers, not with those of its neighbour.
    await app.register(widget(deps.folder));
    await app.register(fastifyStatic, { root: deps.assetsFolder, prefix: "/assets/", decorateReply: false });
    await app.register(workspace(deps.folder));
  };
}

const widget =
  (folder: string) =>
  async (app: App): Promise<void> => {
    await app.register(fastifyStatic, {
      root: join(folder, "widget"),
      prefix: "/widget/",
      preCompressed: true,
      decorateReply: false,
      cacheControl: false,
      setHeaders(reply, path) {
        // Any page may load it, also under COEP: it holds nothing that is anybody's.
        reply.header("access-control-allow-origin", "*");
        reply.header("cross-origin-resource-policy", "cross-origin");
        reply.header("cache-control", cacheFor(path));
      },
    });
  };

/** The workspace is one page with many addresses: what is no file is the page. */
const workspace =
  (folder: string) =>
  async (app: App): Promise<void> => {
    await app.register(fastifyStatic, {
      root: join(folder, "workspace"),
      prefix: "/workspace/",
      preCompressed: true,
      cacheControl: false,
      index: false,
      wildcard: false,
      setHeaders(reply, path) {
        reply.header("cache-control", cacheFor(path));
      },
    });
    app.addHook("onSend", (_request, reply, payload, done) => {
      reply.header("content-security-policy", WORKSPACE_POLICY);
      done(null, payload);
    });
    app.get("/workspace", (_request, reply) => reply.redirect("/workspace/"));
    for (const address of ["/workspace/", "/workspace/*"]) {
      app.get(address, (_request, reply) => reply.header("cache-control", "no-cache").sendFile("index.html"));
    }
  };

function cacheFor(sent: string): string {
  const path = sent.replace(COMPRESSED, "");
  if (HASHED.test(path)) return `public, max-age=${YEAR_SECONDS}, immutable`;
  return LOADER.test(path) ? `public, max-age=${LOADER_SECONDS}` : "no-cache";
}
