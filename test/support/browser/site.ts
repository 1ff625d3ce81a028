/** Somebody else's site, of which a test says what is at each path. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A page begins with `<`, else it is a script. */
type Files = Readonly<Record<string, string>>;

export interface Site {
  readonly origin: string;
  /** What was asked of it, by path and query. */
  readonly asked: readonly string[];
  /** From now on; whatever else is asked is not there. */
  serve(files: Files): void;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  let served: ReadonlyMap<string, string> = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "/");
    const text = served.get(new URL(request.url ?? "/", "http://site.example").pathname);
    const type = text?.startsWith("<") === true ? "text/html" : "text/javascript";
    response.writeHead(text === undefined ? 404 : 200, { "content-type": `${type}; charset=utf-8` }).end(text);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "localhost", resolve);
  });
  return {
    origin: `http://localhost:${portOf(server.address())}`,
    asked,
    serve: (files) => {
      served = new Map(Object.entries(files));
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the site is not served on a port");
  return address.port;
}
