/** Which upgrade becomes which socket. Refused ones hear why in a plain HTTP answer. */
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { Clock, Secrets } from "../../ports/system.ts";
import type { Addresses } from "../edge/addresses.ts";
import { describeError, type Log } from "../edge/log.ts";
import type { Origins } from "../edge/origins.ts";
import { createShares, type Portion } from "../edge/shares.ts";
import type { AgentSockets } from "./agent-sockets.ts";
import { MAX_FRAME_BYTES } from "./socket.ts";
import { trackWork, type UnderWay } from "../edge/under-way.ts";
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
  readonly addresses: Pick<Addresses, "of">;
  /** How many sockets there may be. */
  readonly most: Portion;
}

interface Upgrades extends Pick<UnderWay, "ended"> {
  /** From now on everybody is told to try elsewhere. */
  refuseAll(): void;
  /** Ends what is still open, without a word. */
  cut(): void;
}

/** Answers what waits for the upgrades that are being decided. */
export function listenForUpgrades(server: Server, deps: UpgradeDeps): Upgrades {
  // Deflate costs 117 kB a connection and saves little on short frames.
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES });
  const work = trackWork((error) => deps.log("error", "upgrade-failed", describeError(error)));
  const crowd = createShares(deps.most);
  const open = new Set<Duplex>();
  let isStopping = false;
  server.on("upgrade", (request, stream, head) => {
    stream.on("error", () => stream.destroy());
    if (isStopping) return refuse(stream, STOPPING);
    const holding = crowd.open(deps.addresses.of(request));
    if (!holding.take(1)) return refuse(stream, TOO_MANY);
    open.add(stream);
    stream.once("close", () => {
      open.delete(stream);
      holding.end();
    });
    const answer = async (): Promise<void> => {
      try {
        const accept = await route(deps, request);
        if (accept === null) refuse(stream, FORBIDDEN);
        else sockets.handleUpgrade(request, stream, head, accept);
      } catch (error) {
        stream.destroy();
        throw error;
      }
    };
    return void work.begin(answer());
  });
  return {
    ended: work.ended,
    refuseAll() {
      isStopping = true;
    },
    cut() {
      for (const stream of open) stream.destroy();
    },
  };
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

/** A proxy asks the next server; a browser that reached us without one comes back by itself. */
const STOPPING = "503 Service Unavailable\r\nRetry-After: 1\r\n";
const FORBIDDEN = "403 Forbidden\r\n";
/** Somebody closes a page within a minute, or a flood goes on. */
const TOO_MANY = "429 Too Many Requests\r\nRetry-After: 60\r\n";

function refuse(stream: Duplex, said: string): void {
  stream.end(`HTTP/1.1 ${said}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}
