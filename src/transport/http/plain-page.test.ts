import fastify from "fastify";
import { expect, test } from "vitest";
import { locale } from "../../domain/ids.ts";
import { sendPage } from "./plain-page.ts";

test("the word e-mail does not break at its hyphen, and nothing else changes", async () => {
  const app = fastify();
  const deps = {
    words: { say: () => "Ne plus recevoir d’e-mails <ici> ? L’adresse e-mailing@x.example" },
    loadBrand: () => Promise.resolve(null),
    loadAccount: () => Promise.resolve({ locales: [locale("fr")] }),
  };
  app.get("/", (request, reply) => sendPage(deps, request, reply, { brand: null, key: "stop" }));
  const { body } = await app.inject({ url: "/" });
  expect(body).toContain("<p>Ne plus recevoir d’e-\u2060mails &lt;ici&gt; ? L’adresse e-mailing@x.example</p>");
});
