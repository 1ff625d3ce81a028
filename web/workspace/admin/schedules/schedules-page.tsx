/** Objects and rules › Schedules: what there is and how each stands now, and who goes by which. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { schedulesApi, type SchedulesView, type ScheduleView } from "../../../../contract/schedules/schedules.ts";
import { call } from "../../api.ts";
import { serverNow } from "../../clock.ts";
import { Icon } from "../../controls/icons.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Page, WhenLoaded } from "../page.tsx";
import { useAdmin } from "../use-settings.ts";
import { ChoiceCard } from "./choice-card.tsx";
import { ASK_EVERY, useStandingWords } from "./standing.ts";

export function SchedulesPage(): ReactNode {
  const { t } = useWords();
  const loaded = useAdmin(keys.admin("schedules"), () => call(schedulesApi.list), ASK_EVERY);
  return (
    <Page
      trail={["nav.objects-and-rules", "nav.schedules"]}
      title={t("nav.schedules")}
      lead={t("schedules.lead")}
      aside={
        <Link href="/admin/schedules/new" className="button">
          <Icon name="plus" /> {t("schedules.add")}
        </Link>
      }
    >
      <WhenLoaded of={loaded}>{(all) => <All all={all} />}</WhenLoaded>
    </Page>
  );
}

function All({ all }: { readonly all: SchedulesView }): ReactNode {
  const { t } = useWords();
  if (all.schedules.length === 0) return <p className="quiet-text">{t("schedules.none")}</p>;
  return (
    <>
      <ul className="rows">
        {all.schedules.map((schedule) => (
          <ScheduleRow key={schedule.id} schedule={schedule} />
        ))}
      </ul>
      <ChoiceCard all={all} />
    </>
  );
}

function ScheduleRow({ schedule }: { readonly schedule: ScheduleView }): ReactNode {
  const words = useStandingWords();
  const { id, name, timeZone, now } = schedule;
  return (
    <li>
      <div className="row-words">
        <strong>
          <Link href={`/admin/schedules/${id}`}>{name}</Link>
        </strong>
        <span className="quiet-text">{timeZone}</span>
      </div>
      <span className={now.isOpen ? "good-text" : "quiet-text"}>{words.now(now, serverNow(), timeZone)}</span>
    </li>
  );
}
