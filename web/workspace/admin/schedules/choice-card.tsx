/** Whose hours hold for the account, and for each brand. */
import type { ReactNode } from "react";
import { type HoursChoice, schedulesApi, type SchedulesView } from "../../../../contract/schedules/schedules.ts";
import { call } from "../../api.ts";
import { ChoiceField } from "../../controls/text-fields.tsx";
import { useWords } from "../../words-context.tsx";
import { Card, SaveBar } from "../page.tsx";
import { useEdited, useSave } from "../use-settings.ts";

const ALWAYS = "always";
const AS_ACCOUNT = "account";

const choiceOf = (chosen: string): HoursChoice =>
  chosen === ALWAYS || chosen === AS_ACCOUNT ? { kind: chosen } : { kind: "schedule", id: chosen };

const isSame = (one: HoursChoice, other: HoursChoice | undefined): boolean =>
  one.kind === other?.kind && (one.kind !== "schedule" || other.kind !== "schedule" || one.id === other.id);

export function ChoiceCard({ all }: { readonly all: SchedulesView }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const form = useEdited({ account: all.account, brands: all.brands });
  const { account, brands } = form.value;
  const schedules = all.schedules.map(({ id, name }) => [id, name] as const);
  const onSave = async (): Promise<void> => {
    // Only what is chosen otherwise here: a colleague's choice of another brand stays.
    const chosen = brands.filter(({ id, hours }) => !isSame(hours, all.brands.find((each) => each.id === id)?.hours));
    const body = { account, brands: chosen.map(({ id, hours }) => ({ id, hours })) };
    if (await save(() => call(schedulesApi.choose, { body }))) form.discard();
  };
  return (
    <Card title={t("schedules.who")} lead={t("schedules.who-lead")}>
      <ChoiceField
        label={t("schedules.account")}
        options={[[ALWAYS, t("schedules.always")], ...schedules]}
        value={account ?? ALWAYS}
        onText={(chosen) => form.change({ account: chosen === ALWAYS ? null : chosen })}
      />
      {brands.map(({ id, name, hours }) => (
        <ChoiceField
          key={id}
          label={name}
          options={[[AS_ACCOUNT, t("schedules.as-account")], [ALWAYS, t("schedules.always")], ...schedules]}
          value={hours.kind === "schedule" ? hours.id : hours.kind}
          onText={(chosen) =>
            form.change({
              brands: brands.map((each) => (each.id === id ? { ...each, hours: choiceOf(chosen) } : each)),
            })
          }
        />
      ))}
      <SaveBar isChanged={form.isChanged} onSave={() => void onSave()} onDiscard={form.discard} />
    </Card>
  );
}
