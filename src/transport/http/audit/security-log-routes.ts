/** Account › Security log: to read, and to download. */
import { type AuditEntry, securityLogApi } from "../../../../contract/audit/security-log.ts";
import type { AuditQueries } from "../../../ports/queries/audit-queries.ts";
import { noteExport } from "../../../usecases/audit/note-export.ts";
import type { Principals } from "../../edge/principals.ts";
import { serveOctets, show } from "../serve.ts";
import type { App } from "../server.ts";
import { csvOf } from "./csv.ts";

interface SecurityLogRoutesDeps {
  readonly usecases: Parameters<typeof noteExport>[0];
  readonly queries: AuditQueries;
  readonly principals: Principals;
}

/** What one reads at a time. */
const A_PAGE = 50;
/** Some 10 MB: what programs for tables open, and what is held in memory meanwhile. */
const DOWNLOADED_AT_MOST = 50_000;
const COLUMNS = ["at", "kind", "by", "subject", "changes", "network"];

export function securityLogRoutes(deps: SecurityLogRoutesDeps): (app: App) => Promise<void> {
  const { usecases, queries, principals } = deps;
  return async (app) => {
    const door = { app, principals };
    show(door, securityLogApi.list, async ({ who, query: { before, ...filter } }) => {
      // One more than is shown tells whether there is more.
      const found = await queries.list(who, filter, { before: placeOf(before), most: A_PAGE + 1 });
      const events = found.slice(0, A_PAGE);
      const last = found.length > A_PAGE ? events.at(-1) : undefined;
      return { events, next: last === undefined ? null : `${last.at}-${last.id}` };
    });
    serveOctets(door, securityLogApi.download, async ({ acting, who, query, reply }) => {
      const events = await queries.list(who, query, { before: null, most: DOWNLOADED_AT_MOST });
      await noteExport(acting(usecases));
      return reply
        .header("content-disposition", 'attachment; filename="security-log.csv"')
        .header("cache-control", "no-store")
        .type("text/csv; charset=utf-8")
        .send(csvOf([COLUMNS, ...events.map(rowOf)]));
    });
  };
}

function placeOf(cursor: string | undefined): { readonly at: number; readonly id: number } | null {
  if (cursor === undefined) return null;
  const [at = 0, id = 0] = cursor.split("-").map(Number);
  return { at, id };
}

const rowOf = ({ at, kind, actor, subject, changes, network }: AuditEntry): readonly (string | null)[] => [
  new Date(at).toISOString(),
  kind,
  actor,
  subject,
  changes.map(({ field, from, to }) => `${field}: ${from ?? ""} → ${to ?? ""}`).join("; "),
  network,
];
