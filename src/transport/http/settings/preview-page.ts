/** The page that Channels › Messaging shows the widget on while it is edited (web/pages/preview.js). It holds nothing of anybody. */
import type { App } from "../server.ts";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; " +
  "frame-ancestors 'self'";

const PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
  '<meta name="robots" content="noindex"><title>Widget</title><link rel="stylesheet" href="/assets/preview.css">' +
  '<script src="/assets/preview.js"></script></head><body><p></p><p></p><p></p><p></p></body></html>';

export async function previewPage(app: App): Promise<void> {
  app.get("/widget-preview", (_request, reply) =>
    reply.type("text/html; charset=utf-8").header("content-security-policy", POLICY).send(PAGE),
  );
}
