/** Channels › Email: the keys that sign mail, a row a domain, with the record that each needs in the DNS. */
import { type ReactNode, useState } from "react";
import { dkimApi, type DkimDomain, type DkimKeyView } from "../../../../contract/mail-settings/dkim.ts";
import { call } from "../../api.ts";
import { CopyField } from "../../controls/copy-field.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Card, WhenLoaded } from "../page.tsx";
import { useAdmin, useSave } from "../use-settings.ts";

export function DkimCard(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("email/dkim"), () => call(dkimApi.list));
  return (
    <WhenLoaded of={loaded}>
      {({ domains }) =>
        domains.length === 0 ? null : (
          <Card title={t("dkim.title")} lead={t("dkim.lead")}>
            {domains.map((domain) => (
              <DomainKeys key={domain.domain} domain={domain} />
            ))}
          </Card>
        )
      }
    </WhenLoaded>
  );
}

function DomainKeys({ domain: { domain, keys: all } }: { readonly domain: DkimDomain }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const active = all.find((key) => key.state === "active");
  const make = active === undefined ? t("dkim.make") : t("dkim.make-next");
  return (
    <section className="stack" aria-label={domain}>
      <h3>{domain}</h3>
      <p className={active === undefined ? "quiet-text" : "good-text"}>
        {active === undefined ? t("dkim.none", { domain }) : t("dkim.signs", { domain, selector: active.selector })}
      </p>
      {all.map((key) => (
        <KeyRow key={key.selector} domain={domain} shown={key} />
      ))}
      <div className="row">
        {all.some((key) => key.state === "prepared") ? null : (
          <button
            type="button"
            className="button"
            aria-label={t("dkim.make.of", { action: make, domain })}
            onClick={() => void save(() => call(dkimApi.makeKey, { body: { domain } }))}
          >
            {make}
          </button>
        )}
        {active === undefined ? null : (
          <button
            type="button"
            className="button danger"
            onClick={() => void save(() => call(dkimApi.stop, { body: { domain } }))}
          >
            {t("dkim.stop")}
          </button>
        )}
      </div>
    </section>
  );
}

function KeyRow({ domain, shown }: { readonly domain: string; readonly shown: DkimKeyView }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [isRefused, setRefused] = useState(false);
  const { selector, state, record } = shown;
  const sign = async (evenUnseen: boolean): Promise<void> => {
    setRefused(!(await save(() => call(dkimApi.sign, { body: { domain, evenUnseen } }))));
  };
  return (
    <div className="stack">
      <p>{t(`dkim.${state}`, { selector, domain })}</p>
      <details open={state === "prepared"}>
        <summary>{t("dkim.record", { selector })}</summary>
        <CopyField label={t("dkim.record-name", { selector })} value={record.name} />
        <CopyField label={t("dkim.record-value", { selector })} value={record.value} />
      </details>
      {state === "prepared" ? (
        <div className="row">
          <button type="button" className="button primary" onClick={() => void sign(false)}>
            {t("dkim.sign")}
          </button>
          {isRefused ? (
            <button type="button" className="button" title={t("dkim.sign-anyway-hint")} onClick={() => void sign(true)}>
              {t("dkim.sign-anyway")}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
