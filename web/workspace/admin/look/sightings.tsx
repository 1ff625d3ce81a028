/** Where a brand's widget was asked for lately, and which sites were turned away: one press allows them. */
import type { ReactNode } from "react";
import type { BrandView } from "../../../../contract/settings/messaging.ts";
import { useNow } from "../../clock.ts";
import { useWords } from "../../words-context.tsx";

interface Props {
  readonly sightings: BrandView["sightings"];
  /** As they stand in the form. */
  readonly allowed: readonly string[];
  readonly onAllow: (origin: string) => void;
}

/** Of each kind: more say nothing more. */
const SHOWN_AT_MOST = 5;

export function Sightings({ sightings, allowed, onAllow }: Props): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const seen = sightings.filter(({ isRefused }) => !isRefused).slice(0, SHOWN_AT_MOST);
  const refused = sightings
    .filter(({ isRefused, origin }) => isRefused && !allowed.includes(origin))
    .slice(0, SHOWN_AT_MOST);
  if (seen.length + refused.length === 0) return <p className="hint">{t("look.seen-nowhere")}</p>;
  const when = (at: number): string => {
    const ago = times.ago(at, now);
    return ago === null ? t("look.seen-now") : t("look.seen-ago", { ago });
  };
  return (
    <ul className="rows inside" aria-label={t("look.seen")}>
      {seen.map(({ origin, at }) => (
        <li key={origin}>
          <div className="row-words">
            <p>
              {t("look.seen-on")} <bdi className="code">{origin}</bdi> <time title={times.exact(at)}>{when(at)}</time>
            </p>
          </div>
        </li>
      ))}
      {refused.map(({ origin, at }) => (
        <li key={origin}>
          <div className="row-words">
            <p>
              {t("look.refused")} <bdi className="code">{origin}</bdi> <time title={times.exact(at)}>{when(at)}</time>
            </p>
          </div>
          <button
            type="button"
            className="button"
            aria-label={t("look.allow-origin", { origin })}
            onClick={() => onAllow(origin)}
          >
            {t("look.allow")}
          </button>
        </li>
      ))}
    </ul>
  );
}
