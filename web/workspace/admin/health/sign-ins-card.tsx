/** Health: sign-in by OAuth at the mail servers, and what to do where it fails. */
import type { ReactNode } from "react";
import type { SignInView } from "../../../../contract/health/health.ts";
import { useNow } from "../../clock.ts";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";

/** Nothing where no door signs in by OAuth. */
export function SignInsCard({ signIns }: { readonly signIns: readonly SignInView[] }): ReactNode {
  const { t } = useWords();
  if (signIns.length === 0) return null;
  return (
    <Card title={t("health.sign-ins")} lead={t("health.sign-ins-lead")}>
      <ul className="rows inside">
        {signIns.map((signIn) => (
          <li key={signIn.door}>
            <span className="row-words">
              <strong>{t(`sign-in.${signIn.door}`)}</strong>
              <State of={signIn} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function State({ of: { door, triedAt, trouble } }: { readonly of: SignInView }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  if (triedAt === null) return <span className="quiet-text">{t("sign-in.untried")}</span>;
  if (trouble === null)
    return <span className="good-text">{t("sign-in.good", { at: times.moment(triedAt, now) })}</span>;
  const variables = `ARIANE_${door.toUpperCase()}_OAUTH`;
  return (
    <>
      <span className="bad-text">{t("sign-in.since", { at: times.moment(trouble.since, now) })}</span>
      <span>{t(`sign-in.${trouble.kind}`, { variables })}</span>
      <code className="because">{trouble.said}</code>
    </>
  );
}
