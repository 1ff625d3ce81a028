/** Channels › Email (contract/mail-settings). Every route asks for an admin first. */
import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import { Check } from "typebox/value";
import { OfDomain, SignWithDkim } from "../../../../contract/mail-settings/dkim.ts";
import { PreviewQuery, SampledMail, WordedMail } from "../../../../contract/mail-settings/mail-texts.ts";
import { Uuid } from "../../../../contract/shared.ts";
import { locale, supportAddressId } from "../../../domain/ids.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import type { Result } from "../../../domain/result.ts";
import type { MailSettingsQueries } from "../../../ports/queries/mail-settings-queries.ts";
import { runSelfTest, type SelfTestDeps } from "../../../usecases/mail-settings/run-self-test.ts";
import {
  previewMailTexts,
  saveMailTexts,
  sendTestMail,
  type WordMailsDeps,
} from "../../../usecases/mail-settings/word-mails.ts";
import { makeDkimKey, signWithDkim, stopSigning } from "../../../usecases/mail-settings/sign-with-dkim.ts";
import { type Limits, SELF_TESTS_AN_ADDRESS, TEST_MAILS_AN_ADMIN } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused, sendRefusal } from "../../edge/refusals.ts";
import { type App, typed } from "../server.ts";

export interface AdminMailRoutesDeps {
  readonly usecases: Parameters<typeof makeDkimKey>[0] &
    Parameters<typeof signWithDkim>[0] &
    SelfTestDeps &
    WordMailsDeps;
  readonly queries: MailSettingsQueries;
  readonly principals: Pick<Principals, "admin">;
  readonly limits: Limits;
}

const ById = Type.Object({ id: Uuid });

export function adminMailRoutes(deps: AdminMailRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    dkimRoutes(app, deps);
    selfTestRoutes(app, deps);
    templateRoutes(app, deps);
  };
}

function dkimRoutes(plugin: App, { usecases, queries, principals }: AdminMailRoutesDeps): void {
  const app = typed(plugin);
  app.get("/dkim", async (request) => ({ domains: await queries.dkim(await principals.admin(request)) }));
  app.post("/dkim/keys", { schema: { body: OfDomain } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await makeDkimKey(usecases, request.body.domain.toLowerCase()));
  });
  app.delete("/dkim/keys", { schema: { body: OfDomain } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await stopSigning(usecases, request.body.domain.toLowerCase()));
  });
  app.post("/dkim/sign", { schema: { body: SignWithDkim } }, async (request, reply) => {
    await principals.admin(request);
    const { domain, evenUnseen } = request.body;
    return answer(reply, await signWithDkim(usecases, domain.toLowerCase(), { evenUnseen }));
  });
}

function selfTestRoutes(plugin: App, { usecases, queries, principals, limits }: AdminMailRoutesDeps): void {
  const app = typed(plugin);
  const { mailDomain, clock } = usecases;
  app.get("/self-tests", async (request) => ({
    addresses: await queries.selfTests(await principals.admin(request), mailDomain, clock.now()),
  }));
  app.post("/self-tests/:id", { schema: { params: ById } }, async (request, reply) => {
    await principals.admin(request);
    await limits.take(`self-test:${request.params.id}`, SELF_TESTS_AN_ADDRESS);
    return answer(reply, await runSelfTest(usecases, supportAddressId(request.params.id)));
  });
}

/** The frame that shows it runs nothing and loads nothing; the mail's style is written into its elements. */
const PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

function templateRoutes(plugin: App, { usecases, queries, principals, limits }: AdminMailRoutesDeps): void {
  const app = typed(plugin);
  app.get("/templates", async (request) => {
    const saved = await queries.mailTexts(await principals.admin(request));
    return {
      templates: saved.flatMap(({ locale: tag, texts }) => {
        const shipped = usecases.mailTexts.shipped(locale(tag));
        return shipped === null ? [] : [{ locale: tag, texts, shipped }];
      }),
    };
  });
  app.put("/templates", { schema: { body: WordedMail } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await saveMailTexts(usecases, request.body));
  });
  app.post("/templates/preview", { schema: { body: SampledMail } }, async (request, reply) => {
    const sampled = { ...request.body, look: "light" as const };
    const shown = await previewMailTexts(usecases, await principals.admin(request), sampled);
    if (!shown.ok) return sendRefusal(reply, shown.error);
    return reply.send({ subject: shown.value.subject, text: shown.value.text });
  });
  app.get("/templates/preview.html", { schema: { querystring: PreviewQuery } }, async (request, reply) => {
    const admin = await principals.admin(request);
    const { look, mail } = request.query;
    const shown = await previewMailTexts(usecases, admin, { ...readSampledMail(mail), look });
    if (!shown.ok) return sendRefusal(reply, shown.error);
    return reply
      .header("content-security-policy", PREVIEW_POLICY)
      .type("text/html; charset=utf-8")
      .send(shown.value.html);
  });
  app.post("/templates/test", { schema: { body: SampledMail } }, async (request, reply) => {
    const admin = await principals.admin(request);
    await limits.take(`test-mail:${admin.id}`, TEST_MAILS_AN_ADMIN);
    return answer(reply, await sendTestMail(usecases, admin, request.body));
  });
}

function readSampledMail(encoded: string): Static<typeof SampledMail> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"));
    if (Check(SampledMail, parsed)) return parsed;
  } catch {
    // Said below: what is no JSON is no mail either.
  }
  throw refused("request-invalid", "This is no mail to preview.");
}

const answer = (reply: FastifyReply, result: Result<unknown, Refusal>): FastifyReply =>
  result.ok ? reply.code(204).send() : sendRefusal(reply, result.error);
