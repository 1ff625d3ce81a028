/** A page of somebody else's site that carries the widget, under the strictest policy that docs/widget.md allows. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface HostPage {
  readonly origin: string;
  /** The page in this language; `?lang=` names it. */
  url(tag: string): string;
  close(): Promise<void>;
}

/** `server` is the product's address; the page's origin must be allowed there before its widget shows. */
export async function openHostPage(server: string, brandId: string): Promise<HostPage> {
  const policy = [
    "default-src 'none'",
    // Pictures of the site itself, and none of ours.
    "img-src 'self'",
    `script-src ${server}`,
    `connect-src ${server} ${server.replace(/^http/, "ws")}`,
  ].join("; ");
  const site = createServer((request, response) => {
    if (!(request.url ?? "").startsWith("/?")) {
      response.writeHead(404).end();
      return;
    }
    const tag = new URL(request.url ?? "/", "http://site.example").searchParams.get("lang") ?? "en";
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy })
      .end(pageOf(tag, server, brandId));
  });
  await new Promise<void>((resolve) => {
    site.listen(0, "localhost", resolve);
  });
  const address = site.address();
  const origin = `http://localhost:${portOf(address)}`;
  return {
    origin,
    url: (tag) => `${origin}/?lang=${tag}`,
    close: () =>
      new Promise((resolve, reject) => {
        site.close((error) => (error ? reject(error) : resolve()));
        site.closeAllConnections();
      }),
  };
}

const pageOf = (tag: string, server: string, brandId: string): string => `<!doctype html>
<html lang="${tag}" dir="${tag === "ar" ? "rtl" : "ltr"}">
<head><title>Lamps</title></head>
<body><main><h1>Lamps</h1></main>
<script async src="${server}/widget/ariane.js" data-brand="${brandId}"></script>
</body></html>`;

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the page is not served on a port");
  return address.port;
}
