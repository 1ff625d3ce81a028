/** A customer's web site and a stranger's mailbox: what somebody who tries the product sees beside it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import { Eta } from "eta";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type MailboxRoutesOptions, mailboxRoutes } from "./mailbox-routes.ts";
import { LAMPS, printPrice } from "./lamps.ts";
import { chooseLanguage, directionOf, LANGUAGES, wordsOf } from "./words.ts";

export interface DemoSiteOptions extends MailboxRoutesOptions {
  readonly brandId: string;
  /** The widget's script, such as `/widget/ariane.js`. */
  readonly widgetSrc: string;
  readonly workspaceUrl?: string;
  readonly adminUrl?: string;
}

const HERE = import.meta.dirname;
const pages = new Eta({ views: join(HERE, "pages"), autoEscape: true, cache: true });

const PUBLIC = join(HERE, "public");

/** Every file of the folder, read once. */
const ASSETS: ReadonlyMap<string, { readonly type: string; readonly body: string }> = new Map(
  readdirSync(PUBLIC).map((name) => [
    name,
    {
      type: name.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
      body: readFileSync(join(PUBLIC, name), "utf8"),
    },
  ]),
);

/**
 * Register with the prefix `/demo`: the shop at `/demo/` (and `/demo/fr/` …), the mailbox at `/demo/mailbox`, its data
 * below `/demo/mailbox/mails`.
 */
export async function demoSite(app: FastifyInstance, options: DemoSiteOptions): Promise<void> {
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  const links = {
    shop: `${app.prefix}/`,
    mailbox: `${app.prefix}/mailbox`,
    workspace: options.workspaceUrl ?? "/workspace/",
    admin: options.adminUrl ?? "/workspace/admin",
  };

  const showShop = (request: FastifyRequest, reply: FastifyReply, lang: string): FastifyReply => {
    const html = pages.render("shop", {
      ...shared(lang, app.prefix),
      links,
      brandId: options.brandId,
      widgetSrc: options.widgetSrc,
      lamps: LAMPS.map((lamp) => ({ ...lamp, price: printPrice(lamp.euros, lang) })),
    });
    return sendPage(reply, html, shopPolicy(request, options.widgetSrc));
  };
  app.get("/", (request, reply) =>
    showShop(request, reply, chooseLanguage(undefined, request.headers["accept-language"])),
  );
  for (const { tag } of LANGUAGES) app.get(`/${tag}/`, (request, reply) => showShop(request, reply, tag));

  app.get<{ Querystring: { lang?: string } }>("/mailbox", (request, reply) => {
    const lang = chooseLanguage(request.query.lang, request.headers["accept-language"]);
    return sendPage(reply, pages.render("mailbox", { ...shared(lang, app.prefix), links }), OWN_POLICY);
  });

  app.get<{ Params: { name: string } }>("/assets/:name", (request, reply) => {
    const asset = ASSETS.get(request.params.name);
    if (asset === undefined) return reply.code(404).send({ error: "no-such-file" });
    return reply
      .headers({ "cache-control": "no-cache", "x-content-type-options": "nosniff" })
      .type(asset.type)
      .send(asset.body);
  });

  mailboxRoutes(app, options);
}

function shared(lang: string, prefix: string): object {
  return { lang, dir: directionOf(lang), words: wordsOf(lang), prefix, languages: LANGUAGES };
}

/** Strict, so that the demo proves the widget under such a policy. */
const OWN_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What a shop that uses the widget must allow: its script, its server and the socket there. */
function shopPolicy(request: FastifyRequest, widgetSrc: string): string {
  const { origin, host } = new URL(widgetSrc, `http://${request.host}`);
  return [
    "default-src 'none'",
    `script-src 'self' ${origin}`,
    "style-src 'self'",
    `connect-src 'self' ${origin} ws://${host} wss://${host}`,
    `img-src 'self' data: blob: ${origin}`,
    "media-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function sendPage(reply: FastifyReply, html: string, policy: string): FastifyReply {
  return reply
    .headers({
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cache-control": "no-cache",
      vary: "accept-language",
    })
    .type("text/html; charset=utf-8")
    .send(html);
}
