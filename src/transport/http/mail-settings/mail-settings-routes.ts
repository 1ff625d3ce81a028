/** Channels › Email of the admin center, below the addresses. */
import { Check } from "typebox/value";
import { dkimApi } from "../../../../contract/mail-settings/dkim.ts";
import { mailTextsApi, SampledMail } from "../../../../contract/mail-settings/mail-texts.ts";
import { selfTestsApi } from "../../../../contract/mail-settings/self-tests.ts";
import { locale, supportAddressId } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { MailSettingsQueries } from "../../../ports/queries/mail-settings-queries.ts";
import { runSelfTest, type SelfTestDeps } from "../../../usecases/mail-settings/run-self-test.ts";
import {
  previewMailTexts,
  saveMailTexts,
  sendTestMail,
  type WordMailsDeps,
} from "../../../usecases/mail-settings/word-mails.ts";
import { makeDkimKey, signWithDkim, stopSigning } from "../../../usecases/mail-settings/sign-with-dkim.ts";
import { SELF_TESTS_AN_ADDRESS, TEST_MAILS_AN_ADMIN } from "../../edge/allowances.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused, sendRefusal } from "../../edge/refusals.ts";
import { type Door, serve, serveOctets, show } from "../serve.ts";
import type { App } from "../server.ts";

interface MailSettingsRoutesDeps {
  readonly usecases: Parameters<typeof makeDkimKey>[0] &
    Parameters<typeof signWithDkim>[0] &
    SelfTestDeps &
    WordMailsDeps;
  readonly queries: MailSettingsQueries;
  readonly principals: Principals;
  readonly limits: Limits;
}

export function mailSettingsRoutes(deps: MailSettingsRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    dkimRoutes(door, deps);
    selfTestRoutes(door, deps);
    templateRoutes(door, deps);
  };
}

function dkimRoutes(door: Door, { usecases, queries }: MailSettingsRoutesDeps): void {
  show(door, dkimApi.list, async ({ who }) => ({ domains: await queries.dkim(who) }));
  serve(door, dkimApi.makeKey, ({ acting, body }) => makeDkimKey(acting(usecases), body.domain.toLowerCase()));
  serve(door, dkimApi.stop, ({ acting, body }) => stopSigning(acting(usecases), body.domain.toLowerCase()));
  serve(door, dkimApi.sign, ({ acting, body: { domain, evenUnseen } }) =>
    signWithDkim(acting(usecases), domain.toLowerCase(), { evenUnseen }),
  );
}

function selfTestRoutes(door: Door, { usecases, queries, limits }: MailSettingsRoutesDeps): void {
  const { mailDomain, clock } = usecases;
  show(door, selfTestsApi.list, async ({ who }) => ({
    addresses: await queries.selfTests(who, mailDomain, clock.now()),
  }));
  serve(door, selfTestsApi.run, async ({ acting, params }) => {
    await limits.take(`self-test:${params.id}`, SELF_TESTS_AN_ADDRESS);
    return runSelfTest(acting(usecases), supportAddressId(params.id));
  });
}

/** The frame that shows it runs nothing and loads nothing but the logo; the mail's style is written into its elements. */
const PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'self'";

function templateRoutes(door: Door, { usecases, queries, limits }: MailSettingsRoutesDeps): void {
  show(door, mailTextsApi.list, async ({ who }) => {
    const saved = await queries.mailTexts(who);
    return {
      templates: saved.flatMap(({ locale: tag, texts }) => {
        const shipped = usecases.mailTexts.shipped(locale(tag));
        return shipped === null ? [] : [{ locale: tag, texts, shipped }];
      }),
    };
  });
  serve(door, mailTextsApi.save, ({ acting, body }) => saveMailTexts(acting(usecases), body));
  serve(door, mailTextsApi.preview, async ({ who, body }) => {
    const shown = await previewMailTexts(usecases, who, { ...body, look: "light" });
    return shown.ok ? ok({ subject: shown.value.subject, text: shown.value.text }) : shown;
  });
  serveOctets(door, mailTextsApi.previewPage, async ({ who, query: { look, mail }, reply }) => {
    const shown = await previewMailTexts(usecases, who, { ...readSampledMail(mail), look });
    if (!shown.ok) return sendRefusal(reply, shown.error);
    return reply
      .header("content-security-policy", PREVIEW_POLICY)
      .type("text/html; charset=utf-8")
      .send(shown.value.html);
  });
  serve(door, mailTextsApi.test, async ({ acting, who, body }) => {
    await limits.take(`test-mail:${who.id}`, TEST_MAILS_AN_ADMIN);
    return sendTestMail(acting(usecases), who, body);
  });
}

function readSampledMail(encoded: string): SampledMail {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"));
    if (Check(SampledMail, parsed)) return parsed;
  } catch {
    // Said below: what is no JSON is no mail either.
  }
  throw refused("request-invalid", "This is no mail to preview.");
}
