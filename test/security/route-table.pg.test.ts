/** Every address of the running server is the contract's, with its `who`, or stands here with the reason. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inboundMailApi } from "../../contract/mail/inbound.ts";
import { ROUTES } from "../../contract/routes.ts";
import { mountDemo, prepareDemo, startMailbox } from "../../src/compose/demo.ts";
import { DEMO_SIGN_IN } from "../../src/domain/settings/demo.ts";
import type { RunningServer } from "../../src/compose/server.ts";
import { freshDatabase, type TestDatabase } from "../support/servers/database.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { runOn } from "../support/servers/running.ts";

/** What anyone may ask and is no part of the contract. A star stands for whatever follows. */
const PAGES: Readonly<Record<string, string>> = {
  "GET /": "leads to the workspace",
  "GET /healthz": "says that the process lives, and nothing else",
  "GET /readyz": "says that the database answers, and nothing else",
  "OPTIONS /api/widget/*": "tells a host page's browser what it may send; whoever it is shows with the request",
  "GET /widget/*": "files of the build, the same for all",
  "GET /assets/*": "files of the pages without a build",
  "GET /workspace": "leads to the page",
  "GET /workspace/*": "the page and the files of its build; what it shows it asks of the contract",
  "GET /conversation": "a page that carries the widget",
  "GET /widget-preview": "a page that carries the widget as its fragment says; asks for nothing of anybody",
  "GET /file": "a page with one button; spends nothing",
  "POST /file": "the token in the form is the right",
  "GET /mail/:purpose/:token": "a page with one button; spends nothing",
  "POST /mail/:purpose/:token": "the token in the address is the right",
  "GET /demo": "leads to the shop",
  "GET /demo/*": "the demo's shop and mailbox, open to all",
  "POST /demo/mailbox/mails/:id/reply": "the demo's mailbox, open to all",
};

let database: TestDatabase;
let server: RunningServer;
let folder: string;
const registered: { readonly name: string; readonly contract: unknown }[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), "ariane-routes-"));
  const mailbox = await startMailbox(folder);
  server = await runOn(database, {
    webhookSecret: "a secret of whoever hands mail over",
    demo: {
      signIn: DEMO_SIGN_IN,
      mount: (app, house, inboundPort) => mountDemo(app, house, { mailbox, inboundHost: "127.0.0.1", inboundPort }),
    },
    prepare: prepareDemo,
    witness: (app) =>
      app.addHook("onRoute", ({ method, url, config }) => {
        // HEAD comes along with every GET.
        for (const each of [method].flat().filter((verb) => verb !== "HEAD")) {
          registered.push({ name: `${each} ${url}`, contract: config?.contract });
        }
      }),
  });
  return () => mailbox.close();
});
afterAll(async () => {
  await server.stop();
  await database.dispose();
  await rm(folder, { recursive: true, force: true });
});

const pageOf = (name: string): string | undefined =>
  Object.keys(PAGES).find((page) => (page.endsWith("*") ? name.startsWith(page.slice(0, -1)) : name === page));

test("what is no page is a route of the contract, which says who may ask", () => {
  const strangers = registered.filter(({ name, contract }) => contract === undefined && pageOf(name) === undefined);
  expect(strangers.map(({ name }) => name)).toEqual([]);
  const served = registered.flatMap(({ contract }) => (contract === undefined ? [] : [contract]));
  expect(new Set(served)).toEqual(new Set(ROUTES));
  expect(served).toContain(inboundMailApi.deliver);
});

test("every page that is excused is there", () => {
  const seen = new Set(registered.map(({ name }) => pageOf(name)));
  expect(Object.keys(PAGES).filter((page) => !seen.has(page))).toEqual([]);
});
