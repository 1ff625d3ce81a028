/** Channels › Email: each support address proves that what it sends arrives, step by step. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { selfTestsApi, type SelfTestStep, type TestedAddress } from "../../../../contract/mail-settings/self-tests.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { useNotices } from "../../controls/notices.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Card } from "../page.tsx";

/** While a run is under way. */
const ASK_EVERY_MS = 1_500;
const KEY = keys.admin("email/self-tests");

export function SelfTestCard(): ReactNode {
  const { t } = useWords();
  const query = useQuery({
    queryKey: KEY,
    queryFn: () => call(selfTestsApi.list),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.addresses.some(({ run }) => run?.isOver === false) === true ? ASK_EVERY_MS : false,
  });
  const addresses = query.data?.addresses ?? [];
  if (addresses.length === 0) return null;
  return (
    <Card title={t("self-test.title")} lead={t("self-test.lead")}>
      {addresses.map((tested) => (
        <AddressTest key={tested.id} tested={tested} />
      ))}
    </Card>
  );
}

function AddressTest({ tested: { id, address, run, replyRoute } }: { readonly tested: TestedAddress }): ReactNode {
  const { t, times } = useWords();
  const { sayRefusal } = useNotices();
  const cache = useQueryClient();
  const now = useNow(60_000);
  const [isStarting, setStarting] = useState(false);
  const isRunning = isStarting || run?.isOver === false;
  const start = async (): Promise<void> => {
    setStarting(true);
    try {
      await call(selfTestsApi.run, { params: { id } });
    } catch (error) {
      sayRefusal(error);
    }
    await cache.invalidateQueries({ queryKey: KEY });
    setStarting(false);
  };
  return (
    <section className="stack" aria-label={address}>
      <div className="row">
        <h3 className="grow">{address}</h3>
        <button
          type="button"
          className="button"
          aria-label={t("self-test.run.of", { address })}
          disabled={isRunning}
          onClick={() => void start()}
        >
          {t("self-test.run")}
        </button>
      </div>
      <p role="status" className={replyRoute === "unproved" ? "quiet-text" : "good-text"}>
        {isRunning ? t("self-test.running") : t(run === null ? "self-test.never" : `self-test.route.${replyRoute}`)}
      </p>
      {run === null ? null : (
        <>
          <ol className="self-test">
            {run.steps.map((step) => (
              <StepRow key={step.name} step={step} />
            ))}
          </ol>
          <p className="quiet-text">{t("self-test.tested", { at: times.moment(run.startedAt, now) })}</p>
        </>
      )}
    </section>
  );
}

function StepRow({ step: { name, state, because, said } }: { readonly step: SelfTestStep }): ReactNode {
  const { t } = useWords();
  return (
    <li>
      <p className="row">
        <span className="grow">{t(`self-test.step.${name}`)}</span>
        <span className={`step-state ${state}`}>{t(`self-test.state.${state}`)}</span>
      </p>
      {because === null ? null : (
        <p className="hint">{t(`self-test.because.${because}`, { step: name.replaceAll("-", "_") })}</p>
      )}
      {said === null || state === "passed" ? null : <code className="because">{said}</code>}
    </li>
  );
}
