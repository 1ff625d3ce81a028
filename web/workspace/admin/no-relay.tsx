/** Said wherever an admin expects mail to leave: there is no way out, or the relay does not let us through it. */
import type { ReactNode } from "react";
import type { RelayTrouble } from "../../../contract/health/health.ts";
import { useNow } from "../clock.ts";
import { useWords } from "../words-context.tsx";
import { Callout } from "./page.tsx";

interface Props {
  readonly of: { readonly hasRelay: boolean; readonly relayTrouble: RelayTrouble | null };
}

/** Nothing where mail leaves. */
export function WayOut({ of: { hasRelay, relayTrouble } }: Props): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  if (!hasRelay) {
    return (
      <Callout tone="bad" title={t("no-relay")}>
        <p>{t("no-relay.hint")}</p>
      </Callout>
    );
  }
  if (relayTrouble === null) return null;
  return (
    <Callout tone="bad" title={t("relay-trouble")}>
      <p>{t("relay-trouble.hint", { at: times.moment(relayTrouble.at, now) })}</p>
      <code className="because">{relayTrouble.said}</code>
    </Callout>
  );
}
