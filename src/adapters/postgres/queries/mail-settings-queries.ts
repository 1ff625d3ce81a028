import { recordName, recordValue } from "../../../domain/mail-settings/dkim.ts";
import { domainOf } from "../../../domain/mail/email-address.ts";
import { SHIPPED_TEXTS } from "../../../domain/mail-settings/mail-texts.ts";
import { judgeRuns, replyRoute } from "../../../domain/mail-settings/self-test.ts";
import type { MailSettingsQueries } from "../../../ports/queries/mail-settings-queries.ts";
import { mailSettingsTx } from "../mail-settings/mail-settings-tx.ts";
import type { Pool } from "../pool.ts";
import { createRings } from "../rings.ts";
import { settingsTx } from "../settings/settings-tx.ts";

export function mailSettingsQueries(pool: Pool): MailSettingsQueries {
  // Reads only, so nothing ever rings.
  const settings = settingsTx(pool, createRings());
  const mail = mailSettingsTx(pool);
  return {
    async dkim() {
      const addresses = await settings.loadSupportAddresses();
      const domains = [...new Set(addresses.map(({ address }) => domainOf(address)))].toSorted();
      return Promise.all(
        domains.map(async (domain) => ({
          domain,
          keys: (await mail.loadDkimKeys(domain)).map((key) => ({
            selector: key.selector,
            state: key.state,
            madeAt: key.madeAt,
            record: { name: recordName(key), type: "TXT", value: recordValue(key) },
          })),
        })),
      );
    },
    async mailTexts() {
      const { defaultLocale, locales } = await settings.requireAccount();
      const saved = await mail.loadTexts();
      return [...new Set([defaultLocale, ...locales])].map((locale) => ({
        locale,
        texts: saved.find((each) => each.locale === locale)?.texts ?? SHIPPED_TEXTS,
      }));
    },
    async selfTests(_admin, mailDomain, now) {
      const addresses = await settings.loadSupportAddresses();
      return Promise.all(
        addresses.map(async ({ id, address }) => {
          const probes = await mail.loadProbes(id);
          const [run] = judgeRuns(probes, now);
          return {
            id,
            address,
            run: run === undefined ? null : { startedAt: run.startedAt, isOver: run.isOver, steps: run.steps },
            replyRoute: replyRoute(probes, { address, mailDomain, now }),
          };
        }),
      );
    },
  };
}
