/** Which upgrade becomes which socket. Refused ones hear why in a plain HTTP answer. */
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { Clock, Secrets } from "../../ports/system.ts";
import { describeError, type Log } from "../edge/log.ts";
import type { Origins } from "../edge/origins.ts";
import type { AgentSockets } from "./agent-sockets.ts";
import { MAX_FRAME_BYTES } from "./socket.ts";
import type { WidgetSockets } from "./widget-sockets.ts";

interface UpgradeDeps {
  readonly origins: Origins;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "hashToken">;
  readonly log: Log;
  readonly findAgent: (tokenHash: Uint8Array, now: Instant) => Promise<AgentIdentity | null>;
  /** The name of the cookie that opens an agent's session. */
  readonly sessionCookie: () => string;
  readonly parseCookie: (header: string) => Readonly<Record<string, string | undefined>>;
  readonly widgets: WidgetSockets;
  readonly agents: AgentSockets;
}

export function listenForUpgrades(server: Server, deps: UpgradeDeps): void {
  // Deflate costs 117 kB a connection and saves little on short frames.
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES });
  server.on("upgrade", (request, stream, head) => {
    stream.on("error", () => stream.destroy());
    route(deps, request).then(
      (accept) => {
        if (accept === null) refuse(stream);
        else sockets.handleUpgrade(request, stream, head, accept);
      },
      (error: unknown) => {
        deps.log("error", "upgrade-failed", describeError(error));
        stream.destroy();
      },
    );
  });
}

type Accept = Parameters<WebSocketServer["handleUpgrade"]>[3];

/** Null: refused. */
async function route(deps: UpgradeDeps, request: IncomingMessage): Promise<Accept | null> {
  const { origin, host } = request.headers;
  if (!deps.origins.answersFor(host)) return null;
  switch (request.url) {
    case "/api/widget/socket":
      return (await deps.origins.mayCarryWidget(origin, host)) ? (raw) => deps.widgets.accept(raw) : null;
    case "/api/agent/socket": {
      const token = deps.origins.isOwn(origin, host)
        ? deps.parseCookie(request.headers.cookie ?? "")[deps.sessionCookie()]
        : undefined;
      if (token === undefined) return null;
      const hash = deps.secrets.hashToken(token);
      const agent = await deps.findAgent(hash, deps.clock.now());
      return agent === null ? null : (raw) => deps.agents.accept(raw, agent, hash);
    }
    case undefined:
    default:
      return null;
  }
}

function refuse(stream: Duplex): void {
  stream.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}
