/** Stored mail at the agents' door. */
import { addressOf } from "../../../../contract/address.ts";
import { storedMailApi, triageApi } from "../../../../contract/mail/triage.ts";
import { conversationId, inboundMailId } from "../../../domain/ids.ts";
import type { AgentIdentity } from "../../../domain/people/roles.ts";
import { ok } from "../../../domain/result.ts";
import type { MailViewer, ViewedMail } from "../../../ports/mail/mail-viewer.ts";
import type { MailQueries, RawMailView } from "../../../ports/queries/mail-queries.ts";
import { settleTriage, type SettleTriageDeps, type TriageDecision } from "../../../usecases/mail/settle-triage.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused } from "../../edge/refusals.ts";
import { sendFile } from "../attachments/file-transfer.ts";
import { type Door, serve, serveOctets, show } from "../serve.ts";
import type { App } from "../server.ts";

interface TriageRoutesDeps {
  readonly usecases: SettleTriageDeps;
  readonly queries: MailQueries;
  readonly viewer: MailViewer;
  readonly principals: Principals;
}

export function triageRoutes(deps: TriageRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    readRoutes(door, deps);
    decisionRoutes(door, deps);
  };
}

function readRoutes(door: Door, { queries, viewer }: TriageRoutesDeps): void {
  show(door, triageApi.list, ({ who, query: { before } }) =>
    queries.triage(who, before === undefined ? null : inboundMailId(before)),
  );
  const load = async (who: AgentIdentity, id: string): Promise<RawMailView> => {
    const found = await queries.mail(who, inboundMailId(id));
    if (found === null) throw refused("not-found", "There is no such mail.");
    return found;
  };
  const loadRaw = async (who: AgentIdentity, id: string): Promise<Uint8Array> => {
    const { raw } = await load(who, id);
    if (raw === null) throw refused("not-found", "The original of this mail has been removed.");
    return raw;
  };
  show(door, storedMailApi.open, async ({ who, params }) => {
    const { raw, ...mail } = await load(who, params.id);
    const pathOf = (at: number): string => addressOf(storedMailApi.file, { params: { id: mail.id, at } });
    return { ...mail, ...(raw === null ? REMOVED : await viewer.view(raw, pathOf)) };
  });
  serveOctets(door, storedMailApi.file, async ({ who, params, reply }) => {
    const raw = await loadRaw(who, params.id);
    const found = await viewer.file(raw, params.at);
    if (found === null) return sendFile(reply, null);
    return sendFile(reply, {
      id: `${params.id}/${params.at}`,
      ...found.facts,
      read: async function* () {
        yield found.bytes;
      },
    });
  });
  serveOctets(door, storedMailApi.raw, async ({ who, params, reply }) => {
    const raw = await loadRaw(who, params.id);
    // A download under every circumstance: nothing that a stranger wrote is ever shown by the browser from our origin.
    return reply
      .header("content-type", "message/rfc822")
      .header("content-disposition", `attachment; filename="mail-${params.id}.eml"`)
      .header("content-security-policy", "default-src 'none'; sandbox")
      .send(raw);
  });
}

/** Its original is kept no longer; who wrote when, and what was posted of it, is. */
const REMOVED: ViewedMail = {
  headers: [],
  text: null,
  html: null,
  remoteImages: 0,
  attachments: [],
  unreadable: "original-removed",
  protection: null,
};

function decisionRoutes(door: Door, { usecases }: TriageRoutesDeps): void {
  const place = async (who: AgentIdentity, { id }: { readonly id: string }, decision: TriageDecision) => {
    const settled = await settleTriage(usecases, who, inboundMailId(id), decision);
    if (!settled.ok) return settled;
    if (settled.value === null) throw new Error(`mail ${id} was placed in no conversation`);
    return ok({ conversationId: settled.value });
  };
  serve(door, triageApi.attach, ({ who, params, body }) =>
    place(who, params, { verb: "attach", to: conversationId(body.conversationId) }),
  );
  serve(door, triageApi.begin, ({ who, params }) => place(who, params, { verb: "begin" }));
  serve(door, triageApi.ignore, ({ who, params }) =>
    settleTriage(usecases, who, inboundMailId(params.id), { verb: "ignore" }),
  );
}
